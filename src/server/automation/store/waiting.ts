import type Database from 'better-sqlite3';
import type { Wait } from '../../../model/instance.js';
import type { Pause, PendingRun, Selection } from '../../../model/operations.js';
import type { WaitingGroup } from '../../../model/release.js';
import { momentOf, narrow, rowsOf } from './runnerTables.js';

/** Waiting instances by trigger, step and revision, and what they need, from the runner's tables. */
export function waitingGroups(database: Database.Database): readonly WaitingGroup[] {
  const needed = Map.groupBy(
    rowsOf<{ revision: string; address: string }>(
      database,
      `SELECT revision, address FROM needed
       WHERE revision IN (SELECT DISTINCT revision FROM instances WHERE status = 'waiting') ORDER BY revision, address`,
    ),
    ({ revision }) => revision,
  );
  const groups = rowsOf<Omit<WaitingGroup, 'needs'>>(
    database,
    `SELECT trigger, step, revision, count(*) AS count FROM instances WHERE status = 'waiting'
     GROUP BY trigger, step, revision ORDER BY trigger, step, revision`,
  );
  return groups.map((group) => {
    const needs = needed.get(group.revision)?.map(({ address }) => address);
    return needs === undefined ? group : { ...group, needs };
  });
}

interface RunRow {
  readonly id: string;
  readonly trigger: string;
  readonly key: string;
  readonly order_id: string | null;
  readonly customer: string | null;
  readonly step: string;
  readonly entered_at: number;
  readonly wait: string | null;
  readonly reason: string | null;
}

/** Waiting runs one by one, the next to go on first; what only an event moves comes last. */
export function pendingRuns(
  database: Database.Database,
  { trigger, customer, order }: Selection,
  holds: readonly Pause[],
): readonly PendingRun[] {
  const { where, values } = narrow([
    ['trigger = ?', trigger],
    ['customer = ?', customer],
    ['order_id = ?', order],
  ]);
  return rowsOf<RunRow>(
    database,
    `SELECT id, trigger, key, order_id, customer, step, entered_at, document ->> '$.wait' AS wait,
       CASE document ->> '$.wait.for'
         WHEN 'moment' THEN document ->> '$.wait.intent'
         WHEN 'admission' THEN (SELECT error FROM outbox WHERE outbox.id = instances.document ->> '$.wait.effect' AND state = 'deferred')
       END AS reason FROM instances
     WHERE status = 'waiting' AND ${where} ORDER BY coalesce(document ->> '$.wait.due', 9e15), entered_at, id`,
    values,
  ).map((row) => runOf(row, holds));
}

function runOf(row: RunRow, holds: readonly Pause[]): PendingRun {
  // The engine never leaves an instance waiting without a wait; its shape is `Wait` of the model.
  const wait = JSON.parse(row.wait ?? '{"for":"event"}') as Wait;
  const about = { trigger: `trigger/${row.trigger}`, customer: row.customer, order: row.order_id };
  return {
    instance: row.id,
    trigger: about.trigger,
    key: row.key,
    order: row.order_id,
    customer: row.customer,
    step: row.step,
    enteredAt: momentOf(row.entered_at),
    waitsFor: wait.for,
    due: 'due' in wait && wait.due !== undefined ? momentOf(wait.due) : null,
    effect: 'effect' in wait ? wait.effect : null,
    reason: row.reason,
    paused: holds.find(({ scope }) => covers(scope, about))?.scope ?? null,
  };
}

function covers(scope: string, { trigger, customer, order }: Readonly<Record<string, string | null>>): boolean {
  return scope === 'all' || [trigger, `customer/${customer}`, `order/${order}`].includes(scope);
}
