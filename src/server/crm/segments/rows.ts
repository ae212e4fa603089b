import { find, get, insert, replace, select, type Stored } from '../store/documents.js';
import type { Writing } from '../store/actor.js';
import { writeHistory } from '../store/history.js';
import type { Store } from '../store/open.js';

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

export function showSegment({ id, document }: Stored): Readonly<Record<string, unknown>> {
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

export function segmentsOf(store: Store, customer: number): readonly Readonly<Record<string, unknown>>[] {
  const where = { sql: 'id IN (SELECT segment_id FROM segment_members WHERE customer_id = ?)', values: [customer] };
  return select(store, 'segments', where, 'ORDER BY id').map(showSegment);
}
