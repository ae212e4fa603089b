import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Event } from '../../../src/model/event.js';
import { instant } from '../../../src/model/instant.js';
import { openRunnerStore, type RunnerStore } from '../../../src/run/store.js';

/** The tables of every version that anybody may have a file of. A change of the schema adds the one before it here. */
const earlier = fileURLToPath(new URL('earlier', import.meta.url));
const versions = readdirSync(earlier).sort();
const at = instant(Date.parse('2026-03-02T09:00:00Z'));

const effect = {
  id: 'f1',
  at,
  trigger: 'trigger/t',
  instance: 'i1',
  step: 's',
  type: 'task',
  key: 'order/1',
  data: {},
};
const instance = { id: 'i1', trigger: 't', key: 'order/1', status: 'waiting', step: 's', order: '1' };

/** A file of that version in the middle of its work. */
function fileOf(version: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'crmctl-earlier-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'automation.sqlite');
  const database = new Database(file);
  database.exec(readFileSync(join(earlier, version), 'utf8'));
  const insert = (table: string, row: Readonly<Record<string, unknown>>): void => {
    const known = database.prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)').all(table);
    const columns = known.map(({ name }) => name).filter((name) => name in row);
    const places = columns.map((name) => `$${name}`).join(', ');
    database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`).run(row);
  };
  insert('automation_schema', { version: 1 });
  insert('instances', {
    ...instance,
    revision: 'r',
    order_id: '1',
    entered_at: at,
    document: JSON.stringify(instance),
  });
  insert('outbox', {
    id: 'f1',
    state: 'dead',
    attempts: 2,
    next_at: at,
    uncertain: 0,
    error: 'late',
    document: JSON.stringify({ ...effect, outcome: 'done' }),
  });
  insert('echoes', {
    entity: 'order',
    id: '1',
    field: 'status',
    element: '',
    // As JSON since then.
    value: parseInt(version) < 7 ? 'paid' : '"paid"',
    position: 1,
    at,
    effect: 'f1',
    trigger: 'trigger/t',
    instance: 'i1',
    depth: 1,
  });
  insert('journal', { at, trigger: 'trigger/t', instance: 'i1', order_id: '1', document: '{"what":"entered"}' });
  insert('cursors', { source: 'orders', value: 17 });
  database.close();
  return file;
}

/** As the CRM's history tells of it. */
function moved(order: string, status: string): Event {
  const changes = [{ field: 'status', old: 'new', new: status }];
  return { id: `orders-${order}`, source: 'crm', type: 'order.changed', at, data: { order: { id: order }, changes } };
}

function open(file: string): RunnerStore {
  const store = openRunnerStore(file, () => at);
  onTestFinished(() => store.close());
  return store;
}

/** Tables and indexes with their columns, in no order. */
function shapeOf({ database }: RunnerStore): readonly unknown[] {
  return database
    .prepare(
      `SELECT m.type, m.name, c.name AS "column", c.type AS holds, c."notnull", c.pk FROM sqlite_schema m
       LEFT JOIN pragma_table_info(m.name) c WHERE m.name NOT LIKE 'sqlite_%' ORDER BY 1, 2, 3`,
    )
    .all();
}

describe.each(versions)('a file with the tables of %s', (version) => {
  test('becomes one like those that are made now, and stays so', () => {
    const file = fileOf(version);
    const made = shapeOf(openRunnerStore(':memory:', () => at));
    expect(shapeOf(open(file))).toEqual(made);
    expect(shapeOf(open(file))).toEqual(made);
  });

  test('keeps what waits, what went wrong, what was written and where it has read to', () => {
    const store = open(fileOf(version));
    expect(store.state.concerning({ order: '1' })).toEqual([instance]);
    expect(store.outbox.ofState('dead')).toMatchObject([{ effect, attempts: 2, error: 'late', asked: undefined }]);
    expect(store.echoes.take(moved('1', 'paid'))).toMatchObject([
      { cause: { effect: 'f1', trigger: 'trigger/t', instance: 'i1', depth: 1 } },
    ]);
    expect(store.database.prepare('SELECT document FROM journal').all()).toEqual([{ document: '{"what":"entered"}' }]);
    expect(store.cursor('orders')).toBe(17);
  });

  test('goes on with its work', () => {
    const store = open(fileOf(version));
    store.transaction(() => store.outbox.ask('f1', at));
    expect(store.outbox.due(at)).toMatchObject([{ effect, asked: at }]);
    const cause = { effect: 'f2', trigger: 't', instance: 'i2', depth: 2 };
    store.echoes.expect({ entity: 'order', id: '2', field: 'status', value: 'sent' }, at, cause);
    expect(store.echoes.take(moved('2', 'sent'))).toMatchObject([{ cause }]);
    store.journal.write([{ at, trigger: 'trigger/t', what: 'refused', causedBy: 'e', revision: 'r' }]);
    expect(store.journal.forget({ journal: 0, refused: 0 }, instant(at + 1), 10)).toBe(1);
  });
});

test('what was committed survives a power cut: the log of SQLite is written through', () => {
  const { database } = open(fileOf(versions.at(-1)!));
  const pragma = (name: string): unknown => database.pragma(name, { simple: true });
  expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys')]).toEqual(['wal', 2, 1]);
});

test('a file of a later version is left alone', () => {
  const file = fileOf(versions.at(-1)!);
  const database = new Database(file);
  database.exec('UPDATE automation_schema SET version = 99');
  database.close();
  expect(() => openRunnerStore(file, () => at)).toThrow('made by a newer crmctl');
});
