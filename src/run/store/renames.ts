import type Database from 'better-sqlite3';
import type { Renaming } from '../../engine/index.js';

/** What got another code in the releases that followed one, in their order: also in those that no pass of the runner saw. */
export function renamesSince(database: Database.Database, release: string): readonly Renaming[] {
  return database
    .prepare<[string], Renaming>(
      `WITH named AS (
         SELECT release, substr(address, 1, instr(address, '/') - 1) AS prefix, spec ->> '$.renamedFrom' AS "from",
           substr(address, instr(address, '/') + 1) AS "to"
         FROM released JOIN contents USING (digest)
         WHERE release > (SELECT number FROM releases WHERE id = ?) AND spec ->> '$.renamedFrom' IS NOT NULL)
       SELECT prefix, "from", "to" FROM named
       WHERE EXISTS (SELECT 1 FROM released WHERE release = named.release - 1 AND address = prefix || '/' || "from")
         AND NOT EXISTS (SELECT 1 FROM released WHERE release = named.release AND address = prefix || '/' || "from")
         AND NOT EXISTS (SELECT 1 FROM released WHERE release = named.release - 1 AND address = prefix || '/' || "to")
       ORDER BY named.release, "to"`,
    )
    .all(release);
}
