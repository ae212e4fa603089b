import type Database from 'better-sqlite3';
import type { EngineState } from '../../engine/index.js';
import type { Timer } from '../../model/instance.js';
import { createKept, unread } from './kept.js';
import type { Part } from './part.js';
import { createTimerQueue } from './timerQueue.js';

type Timers = Pick<EngineState, 'arm' | 'disarm' | 'timer' | 'nextTimer'>;

interface TimerRow {
  readonly id: string;
  readonly due: number;
  readonly priority: number;
  readonly kind: string;
  readonly owner: string;
  readonly subject: string | null;
  readonly generation: number;
}

/** Timers; those that were armed and disarmed within a transaction are never written. `isNew`: an instance that has no row yet, and so no timer. */
export function sqliteTimers(database: Database.Database, isNew: (instance: string) => boolean): Part<Timers> {
  const select = database.prepare<[string], TimerRow>('SELECT * FROM timers WHERE id = ?');
  const first = database.prepare<[number], TimerRow>('SELECT * FROM timers ORDER BY due, priority DESC, id LIMIT ?');
  const insert = database.prepare(
    'INSERT OR REPLACE INTO timers (id, due, priority, kind, owner, subject, generation) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const remove = database.prepare('DELETE FROM timers WHERE id = ?');
  const kept = createKept<Timer | undefined>(
    (id) => {
      const row = select.get(id);
      return row && timerOf(row);
    },
    (id, timer) => {
      if (timer === undefined) remove.run(id);
      else insert.run(id, timer.due, timer.priority, timer.kind, timer.owner, timer.subject ?? null, timer.generation);
    },
    // A deadline is looked at again and again; who waited has gone on.
    (timer, id) => timer === undefined && !id.startsWith('deadline:'),
  );
  const queue = createTimerQueue((most) => {
    kept.flush();
    const read = first.all(most).map(timerOf);
    for (const timer of read) kept.learn(timer.id, timer);
    return read;
  });
  return {
    state: {
      arm(timer) {
        kept.set(timer.id, timer, timer.kind === 'instance' && isNew(timer.owner) ? undefined : unread);
        queue.arm(timer);
      },
      disarm(id) {
        kept.set(id, undefined);
        queue.disarm(id);
      },
      timer: kept.get,
      nextTimer: queue.next,
    },
    flush: kept.flush,
    forget() {
      kept.forget();
      queue.forget();
    },
    size: () => kept.size,
  };
}

function timerOf({ subject, ...rest }: TimerRow): Timer {
  // Rows hold what `arm` was given.
  return { ...rest, ...(subject !== null && { subject }) } as Timer;
}
