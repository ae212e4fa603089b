import Database from 'better-sqlite3';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedAccount, seedCrm } from '../../../src/server/crm/seed.js';
import { select } from '../../../src/server/crm/store/documents.js';
import { openStore, type Store } from '../../../src/server/crm/store/open.js';
import { crmLayout } from '../../../src/server/crm/store/schema.js';
import { versionOf } from '../../../src/sqlite/layout.js';
import { start } from './account.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'crmctl-store-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const open = (): Store => openStore(join(folder, 'crm.sqlite'), () => start, 'Europe/Moscow');

const earlier = fileURLToPath(new URL('earlier', import.meta.url));

/** What a CRM of that version holds of a customer with an order. */
function fill(version: number): void {
  const file = join(folder, 'crm.sqlite');
  const database = new Database(file);
  database.exec(readFileSync(join(earlier, `${version}.sql`), 'utf8'));
  database.pragma(`user_version = ${version}`);
  const customer = {
    id: 1,
    firstName: 'Анна',
    email: 'anna@example.com',
    site: 'main',
    createdAt: '2026-03-01 10:00:00',
  };
  const order = {
    id: 1,
    number: '1A',
    status: 'new',
    site: 'main',
    customer: { id: 1 },
    createdAt: '2026-03-01 11:00:00',
  };
  database.prepare('INSERT INTO customers (id, document) VALUES (1, ?)').run(JSON.stringify(customer));
  database.prepare('INSERT INTO orders (id, document) VALUES (1, ?)').run(JSON.stringify(order));
  database.prepare("INSERT INTO settings VALUES ('timezone', ?)").run(JSON.stringify({ value: 'Asia/Almaty' }));
  database.close();
}

const shapeOf = (store: Store): readonly unknown[] =>
  store.db
    .prepare(
      `SELECT m.type, m.name, c.name AS "column" FROM sqlite_schema m LEFT JOIN pragma_table_xinfo(m.name) c
       WHERE m.name NOT LIKE 'sqlite_%' AND m.type = 'table' ORDER BY 1, 2, 3`,
    )
    .all();

describe.each([1, 2])('a file of version %s', (version) => {
  it('keeps what it has, gets the tables that it lacks, and goes on', () => {
    fill(version);
    const store = open();
    const made = openStore(':memory:', () => start, 'Europe/Moscow');
    expect(shapeOf(store)).toEqual(shapeOf(made));
    made.db.close();
    expect(store.now()).toBe('2026-03-02 14:00:00');
    seedAccount(store, { timezone: 'Europe/Moscow', currency: 'RUB', language: 'RU' });
    seedCrm(store, { customers: [{ firstName: 'Олег' }], orders: [{ number: '2A', customer: { id: 1 } }] });
    const names = select(store, 'customers', { sql: '1', values: [] }).map(({ document }) => document['firstName']);
    expect(names).toEqual(['Анна', 'Олег']);
    const numbers = select(store, 'orders', { sql: 'customer_id = ?', values: [1] }).map(
      ({ document }) => document['number'],
    );
    expect(numbers).toEqual(['1A', '2A']);
    expect(select(store, 'loyalty_accounts', { sql: '1', values: [] })).toEqual([]);
    store.db.close();
    open().db.close();
  });
});

it('the tables of now are those of a version that is tested: whoever changes them adds a step', () => {
  const store = open();
  const tables = store.db
    .prepare<[], string>(
      "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
    )
    .pluck()
    .all();
  store.db.close();
  return expect(`${tables.join('\n')}\n`).toMatchFileSnapshot(join(earlier, `../now/${versionOf(crmLayout)}.sql`));
});

it('a file of a later version is left alone', () => {
  open().db.close();
  const database = new Database(join(folder, 'crm.sqlite'));
  database.pragma('user_version = 99');
  database.close();
  expect(open).toThrow('has version 99');
});

it('a process that has it open writes nothing more when a newer crmctl has changed it', () => {
  const store = open();
  const database = new Database(join(folder, 'crm.sqlite'));
  database.pragma('user_version = 99');
  database.close();
  expect(() => seedCrm(store, { customers: [{ firstName: 'Анна' }] })).toThrow('nothing more was written');
  expect(select(store, 'customers', { sql: '1', values: [] })).toEqual([]);
  store.db.close();
});

it('times carry the offset of the account’s zone where the API wants one', () => {
  const at = (zone: string): string => {
    const store = openStore(':memory:', () => start, zone);
    const zoned = store.zoned();
    store.db.close();
    return zoned;
  };
  expect(['Europe/Moscow', 'Asia/Kolkata', 'America/New_York', 'UTC'].map(at)).toEqual([
    '2026-03-02 12:00:00+03:00',
    '2026-03-02 14:30:00+05:30',
    '2026-03-02 04:00:00-05:00',
    '2026-03-02 09:00:00+00:00',
  ]);
});
