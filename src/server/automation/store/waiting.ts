import type Database from 'better-sqlite3';
import type { WaitingGroup } from '../../../model/release.js';

/** Waiting instances by trigger, step and revision, from the runner's table; none before the runner first ran. */
export function waitingGroups(database: Database.Database): readonly WaitingGroup[] {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'instances'").get();
  if (table === undefined) return [];
  return database
    .prepare<[], WaitingGroup>(
      `SELECT trigger, step, revision, count(*) AS count FROM instances WHERE status = 'waiting'
       GROUP BY trigger, step, revision ORDER BY trigger, step, revision`,
    )
    .all();
}
