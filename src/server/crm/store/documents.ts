import type { Collection } from './schema.js';
import type { Store } from './open.js';

/** An entity as it is stored: what the API shows, without its id and without what is derived from other rows. */
export type Document = Readonly<Record<string, unknown>>;

export interface Stored {
  readonly id: number;
  readonly document: Document;
}

/** A condition in SQL over one table, with the values of its question marks. */
export interface Where {
  readonly sql: string;
  readonly values: readonly unknown[];
}

export function insert(store: Store, collection: Collection, document: Document): number {
  const { lastInsertRowid } = store.db
    .prepare(`INSERT INTO ${collection} (document) VALUES (?)`)
    .run(JSON.stringify(document));
  return Number(lastInsertRowid);
}

export function replace(store: Store, collection: Collection, id: number, document: Document): void {
  store.db.prepare(`UPDATE ${collection} SET document = ? WHERE id = ?`).run(JSON.stringify(document), id);
}

export function remove(store: Store, collection: Collection, id: number): boolean {
  return store.db.prepare(`DELETE FROM ${collection} WHERE id = ?`).run(id).changes > 0;
}

export function get(store: Store, collection: Collection, id: number): Stored | undefined {
  return select(store, collection, { sql: `${collection}.id = ?`, values: [id] })[0];
}

export function find(store: Store, collection: Collection, where: Where): Stored | undefined {
  return select(store, collection, where, `ORDER BY ${collection}.id LIMIT 1`)[0];
}

/** Rows by a condition; `tail` orders and limits them. */
export function select(store: Store, collection: Collection, where: Where, tail = ''): Stored[] {
  const rows = store.db
    .prepare<unknown[], { id: number; document: string }>(
      `SELECT ${collection}.id, ${collection}.document FROM ${collection} WHERE ${where.sql} ${tail}`,
    )
    .all(...where.values);
  return rows.map(({ id, document }) => ({ id, document: parseDocument(document) }));
}

export function count(store: Store, collection: Collection, where: Where): number {
  const row = store.db
    .prepare<unknown[], { total: number }>(`SELECT count(*) AS total FROM ${collection} WHERE ${where.sql}`)
    .get(...where.values);
  return row?.total ?? 0;
}

/** The next number of a named sequence, for parts that have ids of their own: items, payments, addresses. */
export function nextNumber(store: Store, sequence: string): number {
  const row = store.db
    .prepare<[string], { value: number }>(
      `INSERT INTO counters VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value`,
    )
    .get(sequence);
  return row!.value; // RETURNING always gives the row that was written
}

export function parseDocument(text: string): Document {
  return JSON.parse(text) as Document; // written by `insert` and `replace` only
}
