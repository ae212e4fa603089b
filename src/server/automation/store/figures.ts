import type Database from 'better-sqlite3';
import { rowsOf } from './runnerTables.js';

/** How the runner stands now, as far as it is counted by an index. Moments are milliseconds since the epoch. */
export interface RunnerFigures {
  /** Runs that wait, by code of their trigger. */
  readonly waiting: readonly { readonly trigger: string; readonly count: number }[];
  /** Effects by their state in the outbox. */
  readonly effects: readonly { readonly state: string; readonly count: number }[];
  /** Posted events that the runner has not taken yet. */
  readonly posted: number;
  /** When the earliest timer is due; absent when nothing waits for a moment. */
  readonly nextDue?: number;
}

export function runnerFigures(database: Database.Database): RunnerFigures {
  const numberOf = (sql: string): number | undefined =>
    rowsOf<{ readonly value: number | null }>(database, sql)[0]?.value ?? undefined;
  const nextDue = numberOf('SELECT min(due) AS value FROM timers');
  const taken = numberOf("SELECT value FROM cursors WHERE source = 'inbox'") ?? 0;
  return {
    waiting: rowsOf(
      database,
      "SELECT trigger, count(*) AS count FROM instances WHERE status = 'waiting' GROUP BY trigger ORDER BY trigger",
    ),
    effects: rowsOf(database, 'SELECT state, count(*) AS count FROM outbox GROUP BY state ORDER BY state'),
    posted: rowsOf<{ readonly count: number }>(database, 'SELECT count(*) AS count FROM inbox WHERE position > ?', [
      taken,
    ])[0]!.count, // the inbox is the store's own table
    ...(nextDue !== undefined && { nextDue }),
  };
}
