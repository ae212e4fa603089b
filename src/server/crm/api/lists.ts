import type { Answer } from '../../http/plane.js';
import { count, select, type Stored, type Where } from '../store/documents.js';
import type { Collection } from '../store/schema.js';
import { listAnswer } from './answers.js';
import { allOf, readFilter, type Filters } from './filters.js';
import { offsetOf, readPage, type Call } from './parameters.js';

export interface ListOf {
  readonly collection: Collection;
  /** Member of the answer. */
  readonly key: string;
  readonly filters: Filters;
  /** SQL; newest first by default. */
  readonly order?: string;
  /** A condition beside the filter. */
  readonly within?: Where;
  readonly show: (stored: Stored) => unknown;
}

/** A page of a collection by `filter`, `limit` and `page`. */
export function answerList(call: Call, list: ListOf): Answer {
  const page = readPage(call);
  const where = allOf([readFilter(call, list.filters), ...(list.within ? [list.within] : [])]);
  const total = count(call.store, list.collection, where);
  const tail = `ORDER BY ${list.order ?? 'id DESC'} LIMIT ${page.limit} OFFSET ${offsetOf(page)}`;
  const rows = total === 0 ? [] : select(call.store, list.collection, where, tail);
  return listAnswer(page, total, list.key, rows.map(list.show));
}
