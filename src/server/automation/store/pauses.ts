import type Database from 'better-sqlite3';
import type { Instant } from '../../../model/instant.js';
import type { Pause } from '../../../model/operations.js';
import { momentOf } from './runnerTables.js';

/** What is held back. The runner asks before every effect, so a pause counts at once. */
export interface PauseBoard {
  all(): readonly Pause[];
  /** Holds a scope; one that is held already keeps its beginning. */
  hold(scope: string, by: string, reason: string | undefined): Pause;
  /** Whether it was held. */
  lift(scope: string): boolean;
}

export function pauseBoard(database: Database.Database, now: () => Instant): PauseBoard {
  const all = database.prepare<[], { scope: string; since: number; by: string; reason: string | null }>(
    'SELECT scope, since, by, reason FROM pauses ORDER BY scope',
  );
  const insert = database.prepare(
    'INSERT INTO pauses (scope, since, by, reason) VALUES (?, ?, ?, ?) ON CONFLICT (scope) DO NOTHING',
  );
  const remove = database.prepare('DELETE FROM pauses WHERE scope = ?');
  const read = (): readonly Pause[] => all.all().map((row) => ({ ...row, since: momentOf(row.since) }));
  return {
    all: read,
    hold(scope, by, reason) {
      insert.run(scope, now(), by, reason ?? null);
      return read().find((pause) => pause.scope === scope)!; // just put there
    },
    lift: (scope) => remove.run(scope).changes > 0,
  };
}
