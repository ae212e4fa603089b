import type Database from 'better-sqlite3';
import { instant, type Instant } from '../../model/instant.js';
import type { JournalRecord } from '../../model/instance.js';

/** How long the journal is kept, in milliseconds. */
export interface Retention {
  /** What was decided, once the run that it is about has ended. */
  readonly journal: number;
  /** Which conditions were false. */
  readonly refused: number;
}

/** Why, and why not: append-only, but of a condition that was false only the last time is kept for whom it was asked about. */
export interface Journal {
  write(records: readonly JournalRecord[]): void;
  /** Forgets rows that are older than they need be, the most of them at once; returns how many those were. */
  forget(retention: Retention, now: Instant, most: number): number;
}

export function openJournal(database: Database.Database): Journal {
  const insert = database.prepare(
    'INSERT OR REPLACE INTO journal (at, trigger, instance, customer, order_id, document, refused) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const forgetRefused = database.prepare(
    `DELETE FROM journal WHERE position IN
     (SELECT position FROM journal WHERE refused IS NOT NULL AND at < ? ORDER BY at LIMIT ?)`,
  );
  const forgetDecided = database.prepare(
    `DELETE FROM journal WHERE position IN
     (SELECT position FROM journal WHERE at < ? AND NOT EXISTS
       (SELECT 1 FROM instances WHERE id = journal.instance AND status = 'waiting') ORDER BY at LIMIT ?)`,
  );
  return {
    write(records) {
      for (const record of records)
        insert.run(
          record.at,
          record.trigger,
          record.instance ?? null,
          record.customer ?? null,
          record.order ?? null,
          JSON.stringify(record),
          record.what === 'refused' ? refusalOf(record) : null,
        );
    },
    forget({ journal, refused }, now, most) {
      const gone = forgetRefused.run(instant(now - refused), most).changes;
      return gone + forgetDecided.run(instant(now - journal), most - gone).changes;
    },
  };
}

/** The same part of the same condition about the same order or customer. */
function refusalOf({ trigger, reason = '', because, order, customer }: JournalRecord): string {
  const whom = order !== undefined ? `order/${order}` : customer !== undefined ? `customer/${customer}` : '';
  return `${trigger} ${reason} ${whom} ${because?.source ?? ''}`;
}
