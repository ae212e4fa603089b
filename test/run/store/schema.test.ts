import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Event } from '../../../src/model/event.js';
import { instant } from '../../../src/model/instant.js';
import { openRunnerStore, type RunnerStore } from '../../../src/run/store.js';
import { automationLayout } from '../../../src/server/automation/store/schema/layout.js';
import { versionOf } from '../../../src/sqlite/layout.js';
import { openLiveShop } from '../liveShop.js';

/**
 * The tables of every version that anybody may have a file of, the first ten without a number. A change of the schema adds the one before
 * it here.
 */
const earlier = fileURLToPath(new URL('earlier', import.meta.url));
const versions = readdirSync(earlier)
  .map((name) => parseInt(name))
  .sort((a, b) => a - b);
const firstNumbered = 11;
const now = versionOf(automationLayout);
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

const timer = { id: 'i1', due: at, priority: 0, kind: 'wait', owner: 'i1', generation: 1 } as const;

function writeTables(database: Database.Database, version: number): void {
  database.exec(readFileSync(join(earlier, `${version}.sql`), 'utf8'));
  if (version < firstNumbered) return;
  database.pragma(`application_id = ${automationLayout.applicationId}`);
  database.pragma(`user_version = ${version}`);
}

/** A file of that version in the middle of its work. */
function fileOf(version: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'crmctl-earlier-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'automation.sqlite');
  const database = new Database(file);
  writeTables(database, version);
  const insert = (table: string, row: Readonly<Record<string, unknown>>): void => {
    const known = database.prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)').all(table);
    const columns = known.map(({ name }) => name).filter((name) => name in row);
    const places = columns.map((name) => `$${name}`).join(', ');
    database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`).run(row);
  };
  if (version < firstNumbered) insert('automation_schema', { version: 1 });
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
    value: version < 7 ? 'paid' : '"paid"',
    position: 1,
    at,
    effect: 'f1',
    trigger: 'trigger/t',
    instance: 'i1',
    depth: 1,
  });
  insert('journal', { at, trigger: 'trigger/t', instance: 'i1', order_id: '1', document: '{"what":"entered"}' });
  insert('cursors', { source: 'orders', value: 17 });
  insert('timers', { ...timer, subject: null });
  insert('marks', { mark: 't|order|1', at });
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

describe.each(versions)('a file with the tables of version %s', (version) => {
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
    expect(store.state.nextTimer()).toMatchObject(timer);
    expect(store.state.used('t|order|1')).toBe(at);
  });

  test('keeps what runs heard for a step further on', () => {
    const file = fileOf(version);
    const variable = { type: 'review.posted', review: { id: 1 } };
    // One for each step until then, a list since.
    const heard = version < 13 ? { got: variable } : { got: [{ id: '', variable }] };
    const database = new Database(file);
    database.prepare('UPDATE instances SET document = ?').run(JSON.stringify({ ...instance, heard }));
    database.close();
    expect(open(file).state.concerning({ order: '1' })).toEqual([
      { ...instance, heard: { got: [{ id: '', variable }] } },
    ]);
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

test('a crmctl of before there were numbers refuses a file that has one', () => {
  const { database } = open(fileOf(versions[0]!));
  expect(database.prepare('SELECT version FROM automation_schema').pluck().get()).toBeGreaterThan(1);
  database.exec('CREATE TABLE IF NOT EXISTS automation_schema (version INTEGER NOT NULL)');
});

test('the tables of now are those of a step that is tested: whoever changes them adds one', () => {
  const { database } = openRunnerStore(':memory:', () => at);
  const tables = database
    .prepare<[], string>(
      "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
    )
    .pluck()
    .all();
  return expect(`${tables.join('\n')}\n`).toMatchFileSnapshot(join(earlier, `../now/${now}.sql`));
});

const twoHours = `kind: Trigger
code: later
name: Later
on: {event: order.created}
once: {per: order}
do:
  - {id: greet, note: "Hello {{ order.number }}"}
  - {id: pause, wait: 2h}
  - {id: call, task: {text: "Call {{ order.number }}"}}
`;

/** Turns the tables of a file that is in use into those of an earlier version, with what is in them. */
function age(file: string, version: number): void {
  const database = new Database(file);
  database.pragma('foreign_keys = OFF');
  database.pragma('legacy_alter_table = ON');
  const names = (type: string): readonly string[] =>
    database
      .prepare<[string], string>("SELECT name FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite_%'")
      .pluck()
      .all(type);
  const columnsOf = (table: string): readonly string[] =>
    database.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
  database.transaction(() => {
    for (const view of names('view')) database.exec(`DROP VIEW ${view}`);
    const tables = names('table');
    for (const table of tables) database.exec(`ALTER TABLE ${table} RENAME TO now_${table}`);
    for (const index of names('index')) database.exec(`DROP INDEX ${index}`);
    database.pragma('application_id = 0');
    database.pragma('user_version = 0');
    writeTables(database, version);
    for (const table of tables) {
      const columns = columnsOf(table).filter((column) => columnsOf(`now_${table}`).includes(column));
      if (columns.length > 0)
        database.exec(`INSERT INTO ${table} (${columns.join()}) SELECT ${columns.join()} FROM now_${table}`);
      database.exec(`DROP TABLE now_${table}`);
    }
    if (version < firstNumbered) database.exec('INSERT INTO automation_schema VALUES (1)');
  })();
  database.close();
}

test.each(versions.slice(-2))('a shop whose store version %s wrote goes on where it was', async (version) => {
  const shop = await openLiveShop(twoHours);
  await shop.order({ number: 'A-1', customer: { id: await shop.customer() } });
  await shop.runDone();
  age(shop.file, version);
  expect(shop.rows('PRAGMA user_version')).toEqual([{ user_version: version < firstNumbered ? 0 : version }]);
  shop.pass('1h');
  await shop.order({ number: 'A-2', customer: { id: await shop.customer() } });
  await shop.runDone();
  shop.pass('1h');
  await shop.runDone();
  expect((await shop.tasks()).map(({ text }) => text)).toEqual(['Call A-1']);
  shop.pass('1h');
  await shop.runDone();
  expect((await shop.tasks()).map(({ text }) => text)).toEqual(['Call A-1', 'Call A-2']);
  expect((await shop.notes()).map(({ text }) => String(text).split('\n')[0]).sort()).toEqual([
    'Hello A-1',
    'Hello A-2',
  ]);
  expect(shop.rows("SELECT count(*) AS marks FROM marks WHERE mark LIKE 'later|order|%'")).toEqual([{ marks: 2 }]);
  expect(await shop.runDone()).toMatchObject({ events: 0, effects: { done: 0 } });
});
