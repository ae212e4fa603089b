import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { seedAccount, seedCrm } from '../../../src/server/crm/seed.js';
import { select } from '../../../src/server/crm/store/documents.js';
import { openStore, type Store } from '../../../src/server/crm/store/open.js';
import { start } from './account.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'crmctl-store-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const open = (): Store => openStore(join(folder, 'crm.sqlite'), () => start, 'Europe/Moscow');

/** Turns the file into what the first version made: without the tables that came later. */
function age(): void {
  const database = new Database(join(folder, 'crm.sqlite'));
  for (const table of ['notifications', 'loyalty_accounts', 'corporate_customers', 'file_bytes']) {
    database.exec(`DROP TABLE ${table}`);
  }
  database.pragma('user_version = 1');
  database.close();
}

it('a file of the first version keeps what it has and gets the tables that it lacks', () => {
  const first = open();
  seedAccount(first, { timezone: 'Europe/Moscow', currency: 'RUB', language: 'RU' });
  seedCrm(first, { customers: [{ firstName: 'Анна' }] });
  first.db.close();
  age();
  const store = open();
  expect(select(store, 'customers', { sql: '1', values: [] })).toMatchObject([{ document: { firstName: 'Анна' } }]);
  expect(select(store, 'loyalty_accounts', { sql: '1', values: [] })).toEqual([]);
  store.db.close();
  open().db.close();
});

it('a file of a later version is left alone', () => {
  open().db.close();
  const database = new Database(join(folder, 'crm.sqlite'));
  database.pragma('user_version = 99');
  database.close();
  expect(open).toThrow('The store has version 99');
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
