import { find, get, insert, replace, select, type Document, type Stored, type Where } from '../store/documents.js';
import type { Writing } from '../store/actor.js';
import { writeHistory } from '../store/history.js';
import type { Store } from '../store/open.js';
import { liveSegments, liveSegmentsOf } from './live.js';

/** A segment as the CRM lists it. Its condition is not known here: whoever computes membership writes it (`setMembership`). */
export interface SegmentInput {
  readonly code: string;
  readonly name: string;
  readonly isDynamic?: boolean;
  readonly active?: boolean;
}

export function putSegment(
  { store, at }: Writing,
  { code, name, isDynamic = true, active = true }: SegmentInput,
): number {
  const old = find(store, 'segments', { sql: 'code = ?', values: [code] });
  const { createdAt = at, customersCount = 0 } = old?.document ?? {};
  const document = { code, name, createdAt, isDynamic, customersCount, active };
  if (old === undefined) return insert(store, 'segments', document);
  replace(store, 'segments', old.id, document);
  return old.id;
}

/** Puts a customer into a segment or takes it out; the customer's history says so once. */
export function setMembership(writing: Writing, segment: string, customer: number, inside: boolean): void {
  const { store } = writing;
  const row = find(store, 'segments', { sql: 'code = ?', values: [segment] });
  const subject = get(store, 'customers', customer);
  if (row === undefined || subject === undefined) return;
  const sql = inside
    ? 'INSERT OR IGNORE INTO segment_members VALUES (?, ?)'
    : 'DELETE FROM segment_members WHERE segment_id = ? AND customer_id = ?';
  if (store.db.prepare(sql).run(row.id, customer).changes === 0) return;
  const customersCount = Number(row.document['customersCount']) + (inside ? 1 : -1);
  replace(store, 'segments', row.id, { ...row.document, customersCount });
  writeHistory(writing, {
    entity: 'customers',
    subject: customer,
    externalId: subject.document['externalId'],
    field: 'segments',
    old: inside ? null : { code: segment },
    new: inside ? { code: segment } : null,
    members: { customer: { id: customer, externalId: subject.document['externalId'], site: subject.document['site'] } },
  });
}

function showSegment({ id, document }: Stored): Document {
  return { id, ...document };
}

/** Members of a customer that ends pass to another one, who may be inside already: both are counted anew. */
export function mergeMembership(store: Store, from: number, to: number): void {
  const { db } = store;
  db.prepare('UPDATE OR IGNORE segment_members SET customer_id = ? WHERE customer_id = ?').run(to, from);
  db.prepare('DELETE FROM segment_members WHERE customer_id = ?').run(from);
  db.prepare(
    `UPDATE segments SET document = json_set(document, '$.customersCount',
       (SELECT count(*) FROM segment_members WHERE segment_id = segments.id))`,
  ).run();
}

/** The stored segments of a customer and those that live beside the CRM; of two with one code the live one is told. */
export function segmentsOf(store: Store, customer: number): readonly Document[] {
  const where = { sql: 'id IN (SELECT segment_id FROM segment_members WHERE customer_id = ?)', values: [customer] };
  const live = store.segments.all();
  const stored = select(store, 'segments', where, 'ORDER BY id')
    .filter(({ document }) => !live.some(({ code }) => code === document['code']))
    .map(showSegment);
  return [...stored, ...liveSegmentsOf(store, customer)];
}

/** Every segment, stored or live. */
export function allSegments(store: Store): readonly Document[] {
  const live = liveSegments(store);
  const stored = select(store, 'segments', { sql: '1', values: [] })
    .filter(({ document }) => !live.some(({ code }) => code === document['code']))
    .map(showSegment);
  return [...stored, ...live];
}

/** Customers in a segment, as a condition. */
export function membersWhere(store: Store, code: string): Where {
  if (store.segments.all().some((segment) => segment.code === code)) {
    return {
      sql: 'customers.id IN (SELECT value FROM json_each(?))',
      values: [JSON.stringify(store.segments.membersOf(code))],
    };
  }
  return {
    sql: `customers.id IN (SELECT customer_id FROM segment_members JOIN segments ON segments.id = segment_id
      WHERE segments.code = ?)`,
    values: [code],
  };
}
