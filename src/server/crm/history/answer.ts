import type { Answer } from '../../http/plane.js';
import { listAnswer, present } from '../api/answers.js';
import { allOf, equal, readFilter, since, text, until, type Filters } from '../api/filters.js';
import { offsetOf, readPage, type Call } from '../api/parameters.js';
import { refuseParameters } from '../api/refused.js';
import { isObject } from '../../../model/json.js';
import { withOwnerOfNow } from '../orders/show.js';
import type { Document, Where } from '../store/documents.js';
import type { HistoryEntity } from '../store/history.js';

interface Row {
  readonly id: number;
  readonly created_at: string;
  readonly field: string;
  readonly old_value: string;
  readonly new_value: string;
  readonly created: number;
  readonly deleted: number;
  readonly source: string;
  readonly user_id: number | null;
  readonly key_id: number | null;
  readonly members: string;
}

const idFilters: Readonly<Record<HistoryEntity, readonly [id: string, externalId: string]>> = {
  orders: ['orderId', 'orderExternalId'],
  customers: ['customerId', 'customerExternalId'],
  corporate: ['customerId', 'customerExternalId'],
  tasks: ['taskId', ''],
  packs: ['packId', ''],
};

/**
 * `{entity}/history`, oldest first. With `sinceId` come the rows behind it, and `page` is refused: the reader moves `sinceId` on
 * until an answer has one page.
 */
export function answerHistory(call: Call, entity: HistoryEntity): Answer {
  const { filter, page: givenPage } = call.request.query;
  if (isObject(filter) && filter['sinceId'] !== undefined && givenPage !== undefined) {
    refuseParameters({ page: 'This parameter must not be used together with filter[sinceId].' });
  }
  const page = readPage(call);
  const where = allOf([
    { sql: 'entity = ?', values: [entity] },
    ...visibleTo(call, entity),
    readFilter(call, filtersOf(entity)),
  ]);
  const { db } = call.store;
  const total = db
    .prepare<unknown[], { total: number }>(`SELECT count(*) AS total FROM history WHERE ${where.sql}`)
    .get(...where.values);
  const rows = db
    .prepare<unknown[], Row>(`SELECT * FROM history WHERE ${where.sql} ORDER BY id LIMIT ? OFFSET ?`)
    .all(...where.values, page.limit, offsetOf(page));
  const shown = rows.map((row) => showRow(call, entity, row));
  return listAnswer(page, total?.total ?? 0, 'history', shown, { generatedAt: call.store.now() });
}

/** Entities that belong to one site, by the member of a row that says which. */
const sited: Readonly<Partial<Record<HistoryEntity, string>>> = {
  orders: 'order',
  customers: 'customer',
  corporate: 'customer',
};

/** A key that sees some sites only is told of what happens there. */
function visibleTo({ key }: Call, entity: HistoryEntity): readonly Where[] {
  const member = sited[entity];
  if (key.sites === undefined || member === undefined) return [];
  const sql = `json_extract(members, '$.${member}.site') IN (SELECT value FROM json_each(?))`;
  return [{ sql, values: [JSON.stringify(key.sites)] }];
}

function filtersOf(entity: HistoryEntity): Filters {
  const [id, externalId] = idFilters[entity];
  const whole = (sql: string): Filters[string] =>
    text((value) => (/^\d{1,15}$/.test(value) ? { sql: `${sql} ?`, values: [Number(value)] } : undefined));
  return {
    [id]: whole('subject ='),
    ...(externalId === '' ? {} : { [externalId]: equal('external_id') }),
    sinceId: whole('id >'),
    startDate: since('created_at'),
    endDate: until('created_at'),
  };
}

function showRow(call: Call, entity: HistoryEntity, row: Row): unknown {
  const members = JSON.parse(row.members) as Document; // `writeHistory` writes a map
  const shown = {
    id: row.id,
    createdAt: row.created_at,
    ...(row.created === 1 ? { created: true } : {}),
    ...(row.deleted === 1 ? { deleted: true } : {}),
    source: row.source,
    ...(row.user_id === null ? {} : { user: { id: row.user_id } }),
    field: row.field,
    oldValue: JSON.parse(row.old_value) as unknown,
    newValue: JSON.parse(row.new_value) as unknown,
  };
  // The history of packs says nothing of keys, and leaves out what is null.
  if (entity === 'packs') return { ...present(shown), ...members };
  const apiKey = row.key_id === null ? {} : { apiKey: { current: row.key_id === call.key.id } };
  const born = entity === 'orders' && row.created === 1;
  return {
    ...shown,
    ...apiKey,
    ...(born ? { order: withOwnerOfNow(call.store, members['order'] as Document) } : members),
  };
}
