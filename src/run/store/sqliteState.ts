import type Database from 'better-sqlite3';
import type { EngineState } from '../../engine/index.js';
import { customerDecides, type Instance, type Timer } from '../../model/instance.js';
import type { Instant } from '../../model/instant.js';
import { createCache } from './cache.js';
import { createSqliteWorld } from './sqliteWorld.js';

const mostInstances = 20_000;

/** Engine state in SQLite. `forget` empties the caches: call it after every roll-back, and when somebody else may have written. */
export interface SqliteState extends EngineState {
  forget(): void;
}

interface TimerRow {
  readonly id: string;
  readonly due: number;
  readonly priority: number;
  readonly kind: string;
  readonly owner: string;
  readonly subject: string | null;
  readonly generation: number;
}

export function createSqliteState(database: Database.Database): SqliteState {
  const { world, forget } = createSqliteWorld(database);
  const instances = createCache<Instance | undefined>(mostInstances);
  const memos = createCache<string | undefined>(mostInstances);
  const timers = createCache<Timer | undefined>(mostInstances);
  // The indexes hold the ids: whole documents are read only when they are not known.
  const select = 'SELECT id FROM instances';
  const instance = database.prepare<[string], { document: string }>('SELECT document FROM instances WHERE id = ?');
  const byKey = database.prepare<[string, string], { id: string }>(
    `${select} WHERE status = 'waiting' AND trigger = ? AND key = ?`,
  );
  const byTrigger = database.prepare<[string], { id: string }>(`${select} WHERE status = 'waiting' AND trigger = ?`);
  const byOrder = database.prepare<[string], { id: string }>(`${select} WHERE status = 'waiting' AND order_id = ?`);
  const byCustomer = database.prepare<[string], { id: string }>(`${select} WHERE status = 'waiting' AND customer = ?`);
  const byPhone = database.prepare<[string], { id: string }>(`${select} WHERE status = 'waiting' AND phone = ?`);
  const writeInstance = database.prepare(
    `INSERT OR REPLACE INTO instances (id, trigger, key, revision, status, step, order_id, customer, phone, entered_at, document)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const arm = database.prepare(
    'INSERT OR REPLACE INTO timers (id, due, priority, kind, owner, subject, generation) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const disarm = database.prepare('DELETE FROM timers WHERE id = ?');
  const timer = database.prepare<[string], TimerRow>('SELECT * FROM timers WHERE id = ?');
  const nextTimer = database.prepare<[], TimerRow>('SELECT * FROM timers ORDER BY due, priority DESC, id LIMIT 1');
  const used = database.prepare<[string], { at: number }>('SELECT at FROM marks WHERE mark = ?');
  const use = database.prepare('INSERT OR REPLACE INTO marks (mark, at) VALUES (?, ?)');
  const sentTo = database.prepare<[string, number], { class: string; at: Instant }>(
    'SELECT class, at FROM sent WHERE customer = ? AND at >= ? ORDER BY at, position',
  );
  const recordSent = database.prepare(
    'INSERT INTO sent (customer, at, position, class, effect) VALUES (?, ?, (SELECT count(*) FROM sent WHERE customer = ? AND at = ?), ?, ?)',
  );
  const memo = database.prepare<[string], { value: string }>('SELECT value FROM memos WHERE name = ?');
  const setMemo = database.prepare('INSERT OR REPLACE INTO memos (name, value) VALUES (?, ?)');

  const known = (id: string): Instance | undefined => instances.get(id, () => documentOf(instance.get(id)));
  const present = (rows: readonly { id: string }[]): readonly Instance[] => rows.map(({ id }) => known(id)!);
  const asEntered = (rows: readonly { id: string }[]): readonly Instance[] =>
    present(rows).toSorted((a, b) => a.enteredAt - b.enteredAt || compare(a.id, b.id));

  return {
    world,
    forget() {
      forget();
      for (const cache of [instances, memos, timers]) cache.forget();
    },
    instance: known,
    liveOf: (trigger, key) => asEntered(byKey.all(trigger, key)),
    waitingOf: (trigger) => asEntered(byTrigger.all(trigger)),
    concerning({ order, customer, phone }) {
      const found = new Map<string, Instance>();
      const take = (rows: readonly { id: string }[], fits: (instance: Instance) => boolean): void => {
        for (const each of present(rows)) if (fits(each)) found.set(each.id, each);
      };
      if (order !== undefined) take(byOrder.all(order), () => true);
      const decides = (each: Instance): boolean => customerDecides(each, order);
      if (customer !== undefined) take(byCustomer.all(customer), decides);
      if (phone !== undefined)
        take(byPhone.all(phone), (each) => decides(each) && (customer === undefined || each.customer === undefined));
      return [...found.values()].sort((a, b) => compare(a.trigger, b.trigger) || compare(a.id, b.id));
    },
    save(each) {
      // Read again from its document: before a restart and after it an instance is the same.
      instances.drop(each.id);
      writeInstance.run(
        each.id,
        each.trigger,
        each.key,
        each.revision,
        each.status,
        each.step,
        each.order ?? null,
        each.customer ?? null,
        each.phone ?? null,
        each.enteredAt,
        JSON.stringify(each),
      );
    },
    arm(each) {
      timers.set(each.id, each);
      arm.run(each.id, each.due, each.priority, each.kind, each.owner, each.subject ?? null, each.generation);
    },
    disarm(id) {
      timers.set(id, undefined);
      disarm.run(id);
    },
    timer: (id) => timers.get(id, () => timerOf(timer.get(id))),
    nextTimer: () => timerOf(nextTimer.get()),
    used: (mark) => used.get(mark)?.at as Instant | undefined,
    use: (mark, at) => void use.run(mark, at),
    sentTo: (customer, since) => sentTo.all(customer, since),
    recordSent: (customer, { class: name, at, effect }) =>
      void recordSent.run(customer, at, customer, at, name, effect),
    memo: (name) => memos.get(name, () => memo.get(name)?.value),
    setMemo(name, value) {
      memos.set(name, value);
      setMemo.run(name, value);
    },
  };
}

function documentOf(row: { readonly document: string } | undefined): Instance | undefined {
  return row && (JSON.parse(row.document) as Instance);
}

function timerOf(row: TimerRow | undefined): Timer | undefined {
  if (row === undefined) return undefined;
  const { subject, ...rest } = row;
  // Rows hold what `arm` was given.
  return { ...rest, ...(subject !== null && { subject }) } as Timer;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
