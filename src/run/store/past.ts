import type Database from 'better-sqlite3';
import type { Instant } from '../../model/instant.js';

/** What nobody can ask for any more, so that the file does not grow with time. */
export interface Past {
  /**
   * Forgets runs that entered before then and have ended, but for their ids; effects that were emptied as long ago as that again; posted
   * events and commands that were taken before then. The most of each at once; returns how many of one there were at most.
   */
  forget(before: Instant, emptiedBefore: Instant, most: number): number;
  /** Once a day: messages before a moment at which no cap looks, and what a fuse counted before its hour. */
  forgetDaily(now: Instant, sentBefore: Instant): void;
}

const day = 86_400_000;
const hour = 3_600_000;

/** Rows lie in the order in which they came: only those before the first one that is recent are looked at. */
const before = (table: string, at: string): string =>
  `position < coalesce((SELECT position FROM ${table} WHERE ${at} >= ? ORDER BY position LIMIT 1), 9e18)`;

export function openPast(database: Database.Database): Past {
  const over = database
    .prepare<[number, number], string>(
      `SELECT id FROM instances WHERE ${before('instances', 'entered_at')} AND status != 'waiting' ORDER BY position LIMIT ?`,
    )
    .pluck();
  const keepId = database.prepare('INSERT OR IGNORE INTO entered VALUES (?)');
  const removeRun = database.prepare('DELETE FROM instances WHERE id = ?');
  const removeEffects = database.prepare(
    `DELETE FROM outbox WHERE position IN
     (SELECT position FROM outbox WHERE ${before('outbox', "document ->> '$.at'")}
        AND state IN ('done', 'dead', 'skipped', 'withdrawn') AND document ->> '$.key' = ''
        AND NOT EXISTS (SELECT 1 FROM instances WHERE id = outbox.document ->> '$.instance' AND status = 'waiting') LIMIT ?)`,
  );
  const removePosted = database.prepare(
    `DELETE FROM inbox WHERE position IN (SELECT position FROM inbox WHERE ${before('inbox', 'received_at')}
       AND position <= (SELECT value FROM cursors WHERE source = 'inbox') LIMIT ?)`,
  );
  const removeCommands = database.prepare(
    `DELETE FROM commands WHERE position IN (SELECT position FROM commands WHERE ${before('commands', 'received_at')}
       AND done_at IS NOT NULL LIMIT ?)`,
  );
  const lastDay = database.prepare<[], number>("SELECT value FROM cursors WHERE source = 'forgotten'").pluck();
  const setLastDay = database.prepare("INSERT OR REPLACE INTO cursors VALUES ('forgotten', ?)");
  const removeSent = database.prepare('DELETE FROM sent WHERE at < ?');
  // The last of the moments that such a memo holds has thirteen digits.
  const removeEntries = database.prepare(
    "DELETE FROM memos WHERE name >= 'entries:' AND name < 'entries;' AND CAST(substr(value, -13) AS INTEGER) < ?",
  );
  return {
    forget(before, emptiedBefore, most) {
      const runs = over.all(before, most);
      for (const id of runs) {
        keepId.run(id);
        removeRun.run(id);
      }
      const others = [
        removeEffects.run(emptiedBefore, most),
        removePosted.run(before, most),
        removeCommands.run(before, most),
      ];
      return Math.max(runs.length, ...others.map(({ changes }) => changes));
    },
    forgetDaily(now, sentBefore) {
      if (now - (lastDay.get() ?? 0) < day) return;
      removeSent.run(sentBefore);
      removeEntries.run(now - hour);
      setLastDay.run(now);
    },
  };
}
