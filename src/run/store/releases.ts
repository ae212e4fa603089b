import type Database from 'better-sqlite3';

/** Id of the release that is to run; `undefined`: nothing was applied. */
export function currentRelease(database: Database.Database): string | undefined {
  return database.prepare<[], string>('SELECT id FROM current JOIN releases ON number = release').pluck().get();
}
