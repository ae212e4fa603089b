import type Database from 'better-sqlite3';
import { instant, type Instant } from '../../model/instant.js';
import type { Rate } from '../../model/rate.js';

/** When something last went to each target that has a rate: kept, so that passes that follow each other do not exceed it together. */
export interface Pace {
  /** The first moment from now on at which one more may go; a rate looks back over a window that slides. */
  free(target: string, rate: Rate, now: Instant): Instant;
  count(target: string, rate: Rate, now: Instant): void;
}

export function openPace(database: Database.Database): Pace {
  const last = database.prepare<[string, number], { at: number }>(
    'SELECT at FROM paces WHERE target = ? ORDER BY at DESC LIMIT 1 OFFSET ?',
  );
  const insert = database.prepare('INSERT INTO paces (target, at) VALUES (?, ?)');
  const forget = database.prepare('DELETE FROM paces WHERE target = ? AND at <= ?');
  return {
    free(target, { count, milliseconds }, now) {
      const at = last.get(target, count - 1)?.at;
      return at === undefined ? now : instant(Math.max(now, at + milliseconds));
    },
    count(target, { milliseconds }, now) {
      forget.run(target, now - milliseconds);
      insert.run(target, now);
    },
  };
}
