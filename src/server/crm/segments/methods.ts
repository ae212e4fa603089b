import type { Answer } from '../../http/plane.js';
import { listAnswer } from '../api/answers.js';
import {
  anyOf,
  atLeast,
  atMost,
  contains,
  flag,
  member,
  readFilter,
  since,
  text,
  until,
  type Filters,
} from '../api/filters.js';
import { offsetOf, readPage, type Call } from '../api/parameters.js';
import { get, type Method } from '../api/plane.js';
import { parseDocument } from '../store/documents.js';
import { allSegments } from './rows.js';

const customers = member('segments', 'customersCount');

const filters: Filters = {
  name: contains(member('segments', 'name')),
  // Which values the CRM takes is not known; these two are the ones that a segment can have.
  type: text((value) => {
    if (value !== 'dynamic' && value !== 'static') return undefined;
    return { sql: `${member('segments', 'isDynamic')} = ?`, values: [value === 'dynamic' ? 1 : 0] };
  }, 'This value must be dynamic or static.'),
  active: flag(member('segments', 'active')),
  minCustomersCount: atLeast(customers),
  maxCustomersCount: atMost(customers),
  ids: anyOf('segments.id', 'integer'),
  dateFrom: since('segments.created_at'),
  dateTo: until('segments.created_at'),
};

export const segmentMethods: readonly Method[] = [get('segments', 'segment_read', answerSegments)];

/** Stored segments and live ones stand in one table for the time of the query, so that the filters are the same for both. */
function answerSegments(call: Call): Answer {
  const page = readPage(call);
  const where = readFilter(call, filters);
  const rows = call.store.db
    .prepare<unknown[], { document: string }>(
      `WITH segments (id, created_at, document) AS (
         SELECT json_extract(value, '$.id'), json_extract(value, '$.createdAt'), value FROM json_each(?)
       )
       SELECT document FROM segments WHERE ${where.sql} ORDER BY created_at DESC, id DESC`,
    )
    .all(JSON.stringify(allSegments(call.store)), ...where.values)
    .map(({ document }) => parseDocument(document));
  return listAnswer(page, rows.length, 'segments', rows.slice(offsetOf(page), offsetOf(page) + page.limit));
}
