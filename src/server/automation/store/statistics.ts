import type Database from 'better-sqlite3';
import type { TriggerStatistics } from '../../../model/operations.js';
import { rowsOf } from './runnerTables.js';

interface Count {
  readonly trigger: string;
  readonly name: string;
  readonly count: number;
}

interface Goals {
  readonly trigger: string;
  readonly held: number;
  readonly entered: number;
  readonly reached: number;
  readonly value: number;
}

const entries = `SELECT trigger, instance FROM journal WHERE document ->> '$.what' = 'entered' AND at >= ? AND at <= ?`;

/** Before what is told of it: `bounced: 550 no such user`. */
const reasonCode = "substr(coalesce(error, 'skipped'), 1, instr(coalesce(error, 'skipped') || ':', ':') - 1)";

/**
 * What every trigger came to with the runs that entered in a period: milliseconds, both ends included. Effects and goals are those of these
 * runs, whenever they came.
 */
export function triggerStatistics(database: Database.Database, from: number, to: number): readonly TriggerStatistics[] {
  const read = <Row>(sql: string): readonly Row[] =>
    rowsOf<Row>(database, `WITH entries AS (${entries}) ${sql}`, [from, to]);
  const runs = read<Count>(
    `SELECT entries.trigger, instances.status AS name, count(*) AS count FROM entries JOIN instances ON instances.id = entries.instance
     GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  const outbox = read<Count & { readonly kind: 'message' | 'effect' | 'skipped' }>(
    `SELECT entries.trigger,
       CASE WHEN state IN ('done', 'unknown') THEN iif(document ->> '$.channel' IS NULL, 'effect', 'message') ELSE 'skipped' END AS kind,
       CASE WHEN state IN ('done', 'unknown') THEN coalesce(document ->> '$.channel', document ->> '$.type')
            WHEN state = 'skipped' THEN ${reasonCode} ELSE state END AS name,
       count(*) AS count
     FROM entries JOIN outbox ON document ->> '$.instance' = entries.instance
     WHERE state IN ('done', 'unknown', 'skipped', 'dead', 'withdrawn') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );
  const goals = read<Goals>(
    `SELECT entries.trigger, instances.document ->> '$.suppressed' IS NOT NULL AS held, count(*) AS entered,
       count(goal.instance) AS reached, coalesce(sum(goal.value), 0) AS value
     FROM entries JOIN instances ON instances.id = entries.instance
     LEFT JOIN (SELECT instance, max(coalesce(document ->> '$.value', 0)) AS value FROM journal
                WHERE document ->> '$.what' = 'goal' GROUP BY instance) AS goal ON goal.instance = entries.instance
     GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  return [...new Set(runs.map(({ trigger }) => trigger))].map((trigger) => {
    const own = runs.filter((row) => row.trigger === trigger);
    const counts = (kind: string): Readonly<Record<string, number>> =>
      record(outbox.filter((row) => row.trigger === trigger && row.kind === kind));
    const group = (held: number): TriggerStatistics['goals']['held'] => {
      const {
        entered = 0,
        reached = 0,
        value = 0,
      } = goals.find((row) => row.trigger === trigger && row.held === held) ?? {};
      return { entered, reached, value };
    };
    return {
      trigger,
      entered: own.reduce((sum, { count }) => sum + count, 0),
      waiting: own.find(({ name }) => name === 'waiting')?.count ?? 0,
      ended: record(own.filter(({ name }) => name !== 'waiting')),
      messages: counts('message'),
      effects: counts('effect'),
      skipped: counts('skipped'),
      goals: { treated: group(0), held: group(1) },
    };
  });
}

function record(rows: readonly Count[]): Readonly<Record<string, number>> {
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}
