import type Database from 'better-sqlite3';
import type { Selection } from '../model/operations.js';
import type { Instant } from '../model/instant.js';
import { openAutomationFile } from '../server/automation/store/file.js';
import { automationLayout } from '../server/automation/store/schema/layout.js';
import { versionGuard } from '../sqlite/open.js';
import { commandQueue, type CommandQueue } from '../server/automation/store/commands.js';
import { openEchoes, type Echoes } from './store/echoes.js';
import { openJournal, type Journal } from './store/journal.js';
import { openOutbox, type Outbox } from './store/outbox.js';
import { openPace, type Pace } from './store/pace.js';
import { openPast, type Past } from './store/past.js';
import { openRevisions, type Revisions } from './store/revisions.js';
import { createSqliteState, type SqliteState } from './store/sqliteState.js';

/** All that the runner keeps, in one file: engine state, outbox, cursors, journal. */
export interface RunnerStore {
  readonly database: Database.Database;
  readonly state: SqliteState;
  readonly outbox: Outbox;
  readonly pace: Pace;
  cursor(source: string): number;
  setCursor(source: string, value: number): void;
  /** Rows of the inbox behind a position: events that the CRM's history does not carry. */
  inboxAfter(position: number, limit: number): readonly { readonly position: number; readonly document: string }[];
  /** What operators said. */
  readonly commands: CommandQueue;
  /** Ids of waiting instances, by time of entry. */
  waitingOf(about: Selection): readonly string[];
  readonly journal: Journal;
  readonly echoes: Echoes;
  readonly revisions: Revisions;
  readonly past: Past;
  /** Everything in `work` is committed together or not at all. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** Opens the file; throws `FileProblem`. */
export function openRunnerStore(file: string, clock: () => Instant): RunnerStore {
  const database = openAutomationFile(file);
  const requireVersion = versionGuard(database, automationLayout);
  const state = createSqliteState(database);
  const cursor = database.prepare<[string], { value: number }>('SELECT value FROM cursors WHERE source = ?');
  const setCursor = database.prepare('INSERT OR REPLACE INTO cursors (source, value) VALUES (?, ?)');
  const inbox = database.prepare<[number, number], { position: number; document: string }>(
    'SELECT position, document FROM inbox WHERE position > ? ORDER BY position LIMIT ?',
  );
  const waiting = database.prepare<[Readonly<Record<keyof Selection, string | null>>], { id: string }>(
    `SELECT id FROM instances WHERE status = 'waiting' AND ($trigger IS NULL OR trigger = $trigger)
     AND ($customer IS NULL OR customer = $customer) AND ($order IS NULL OR order_id = $order) ORDER BY entered_at, id`,
  );
  return {
    database,
    state,
    outbox: openOutbox(database),
    pace: openPace(database),
    cursor: (source) => cursor.get(source)?.value ?? 0,
    setCursor: (source, value) => void setCursor.run(source, value),
    inboxAfter: (position, limit) => inbox.all(position, limit),
    commands: commandQueue(database, clock),
    waitingOf({ trigger = null, customer = null, order = null }) {
      state.flush();
      return waiting.all({ trigger, customer, order }).map(({ id }) => id);
    },
    journal: openJournal(database),
    echoes: openEchoes(database),
    revisions: openRevisions(database),
    past: openPast(database),
    transaction(work) {
      try {
        return database
          .transaction(() => {
            requireVersion();
            const result = work();
            state.flush();
            return result;
          })
          .immediate();
      } catch (error) {
        state.forget();
        throw error;
      }
    },
    close: () => database.close(),
  };
}
