import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EngineState } from '../../src/engine/index.js';
import { instant } from '../../src/model/instant.js';
import { openAutomationFile } from '../../src/server/automation/store/file.js';
import { createSqliteState } from '../../src/run/store/sqliteState.js';
import { createMemoryState } from '../../src/simulate/memoryState.js';
import { conformsToEngineState } from '../conformance/state.js';

conformsToEngineState('SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crmctl-state-'));
  const file = join(folder, 'automation.sqlite');
  const databases = [openAutomationFile(file)];
  databases[0]!.exec('BEGIN');
  const state = createSqliteState(databases[0]!);
  return {
    state,
    commit() {
      state.flush();
      databases[0]!.exec('COMMIT');
      databases[0]!.exec('BEGIN');
      state.forget();
    },
    reopen() {
      const again = new Database(file);
      databases.push(again);
      return createSqliteState(again);
    },
    close() {
      for (const database of databases) database.close();
      rmSync(folder, { recursive: true });
    },
  };
});

const codes = fc.constantFrom('a', 'b');
const keys = fc.constantFrom('a', 'b\nc');
const ids = fc.constantFrom('1', '2', '3');
const change = fc.oneof(
  fc.record({
    does: fc.constant('save' as const),
    id: ids,
    trigger: codes,
    key: keys,
    status: fc.constantFrom('waiting' as const, 'waiting' as const, 'exited' as const),
    order: fc.option(ids, { nil: undefined }),
    customer: fc.option(ids, { nil: undefined }),
    phone: fc.option(ids, { nil: undefined }),
    at: fc.integer({ min: 0, max: 2 }),
  }),
  fc.record({
    does: fc.constant('put' as const),
    id: ids,
    customer: fc.option(ids, { nil: undefined }),
    status: codes,
    deleted: fc.boolean(),
    at: fc.integer({ min: 0, max: 2 }),
  }),
  fc.record({ does: fc.constantFrom('arm' as const, 'disarm' as const), id: ids, at: fc.integer({ min: 0, max: 4 }) }),
  fc.record({ does: fc.constantFrom('memo' as const, 'mark' as const, 'segments' as const), id: ids, value: codes }),
  fc.record({ does: fc.constant('sent' as const), id: ids, at: fc.integer({ min: 0, max: 9 }) }),
  fc.record({ does: fc.constantFrom('flush' as const, 'forget' as const) }),
);

test('whatever is flushed, forgotten and read in between, it answers as the memory of a back-test does', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(change, fc.boolean()), { maxLength: 30 }), (changes) => {
      const database = openAutomationFile(':memory:');
      database.exec('BEGIN');
      const state = createSqliteState(database);
      const memory = createMemoryState();
      for (const [each, isRead] of changes) {
        if (each.does === 'flush' || each.does === 'forget') state.flush();
        if (each.does === 'forget') state.forget();
        for (const one of [state, memory]) make(one, each);
        if (isRead) expect(answers(state)).toEqual(answers(memory));
      }
      expect(answers(state)).toEqual(answers(memory));
      state.flush();
      expect(answers(createSqliteState(database))).toEqual(answers(memory));
      database.close();
    }),
    { numRuns: 150 },
  );
});

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function make(state: EngineState, each: Change): void {
  if (each.does === 'save') {
    const { id, trigger, key, status, order, customer, phone, at } = each;
    state.save({
      ...{
        id,
        trigger,
        key,
        status,
        revision: 'r',
        episode: id,
        step: 's',
        rounds: {},
        vars: {},
        steps: {},
        entry: {},
      },
      ...{ enteredAt: instant(at), stepEnteredAt: instant(at), causedBy: 'e', depth: 0 },
      ...(order !== undefined && { order }),
      ...(customer !== undefined && { customer }),
      ...(phone !== undefined && { phone }),
    });
  } else if (each.does === 'put') {
    const { id, customer, status, deleted, at } = each;
    const data = { id: Number(id), status, ...(customer !== undefined && { customer: { id: Number(customer) } }) };
    state.world.put('order', id, { data, createdAt: instant(at), since: {}, ...(deleted && { deleted }) });
  } else if (each.does === 'arm')
    state.arm({ id: each.id, due: instant(each.at), priority: 50, kind: 'deadline', owner: 'o', generation: 1 });
  else if (each.does === 'disarm') state.disarm(each.id);
  else if (each.does === 'memo') state.setMemo(each.id, each.value);
  else if (each.does === 'mark') state.use(each.id, instant(each.value === 'a' ? 1 : 2));
  else if (each.does === 'segments') state.world.setSegments(each.id, [each.value]);
  else if (each.does === 'sent')
    state.recordSent(each.id, { class: 'marketing', at: instant(each.at), effect: String(each.at) });
}

/** All that can be asked. */
function answers(state: EngineState): unknown {
  const all = ['1', '2', '3'];
  return {
    next: state.nextTimer(),
    ofTrigger: ['a', 'b'].map((trigger) => state.waitingOf(trigger)),
    waiting: ['a', 'b'].flatMap((trigger) => ['a', 'b\nc'].map((key) => state.liveOf(trigger, key))),
    all: [...state.world.all('order')],
    of: all.map((id) => ({
      order: state.world.record('order', id),
      orders: state.world.ordersOf(id),
      segments: state.world.segmentsOf(id),
      entered: state.hasEntered(id),
      waits: state.instance(id)?.status === 'waiting' ? state.instance(id) : undefined,
      byOrder: state.concerning({ order: id }),
      byCustomer: state.concerning({ customer: id }),
      byAny: state.concerning({ order: '1', customer: id, phone: id }),
      timer: state.timer(id),
      memo: state.memo(id),
      mark: state.used(id),
      sent: state.sentTo(id, instant(3)),
      sentEver: state.sentTo(id, instant(0)),
    })),
  };
}

test('refuses to be changed outside of a transaction, where nobody would write it', () => {
  const database = openAutomationFile(':memory:');
  expect(() => createSqliteState(database).setMemo('a', 'b')).toThrow('within a transaction');
  database.close();
});
