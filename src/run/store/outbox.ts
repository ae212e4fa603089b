import type Database from 'better-sqlite3';
import type { Effect } from '../../model/effect.js';
import type { Instant } from '../../model/instant.js';

/**
 * reserved → sending → done | retry | unknown | dead; `withdrawn` when the instance ended before the effect went out, `deferred` and
 * `skipped` when the policy said so. A row that is `sending` at a start was cut off in the middle.
 */
export type OutboxState =
  'reserved' | 'sending' | 'retry' | 'done' | 'unknown' | 'dead' | 'withdrawn' | 'deferred' | 'skipped';

export interface OutboxRow {
  readonly effect: Effect;
  readonly state: OutboxState;
  readonly attempts: number;
  /** An earlier attempt may have been carried out. */
  readonly uncertain: boolean;
  readonly error: string | undefined;
}

export interface Outbox {
  /** Records an effect's newest outcome; one that is admitted is reserved for sending, once. */
  record(effect: Effect): void;
  /** Rows whose time has come, in the order of their reservation. */
  due(now: Instant): readonly OutboxRow[];
  /** When the next retry is due. */
  nextDue(): Instant | undefined;
  begin(id: string): void;
  end(id: string, state: Exclude<OutboxState, 'reserved' | 'sending' | 'retry'>, error?: string): void;
  retry(id: string, at: Instant, uncertain: boolean, error: string): void;
  /** Rows that a crash left in the middle of sending. */
  cutOff(): readonly OutboxRow[];
  ofState(state: OutboxState): readonly OutboxRow[];
  counts(): Readonly<Partial<Record<OutboxState, number>>>;
}

interface Row {
  readonly state: OutboxState;
  readonly attempts: number;
  readonly uncertain: number;
  readonly error: string | null;
  readonly document: string;
}

export function openOutbox(database: Database.Database): Outbox {
  const columns = 'state, attempts, uncertain, error, document';
  const insert = database.prepare(
    `INSERT INTO outbox (id, state, attempts, next_at, uncertain, error, document) VALUES (?, ?, 0, ?, 0, ?, ?)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, next_at = excluded.next_at, error = excluded.error, document = excluded.document
     WHERE outbox.state IN ('deferred', 'skipped')`,
  );
  const due = database.prepare<[number], Row>(
    `SELECT ${columns} FROM outbox WHERE state IN ('reserved', 'retry') AND next_at <= ? ORDER BY position`,
  );
  const next = database.prepare<[], { at: number | null }>(
    "SELECT min(next_at) AS at FROM outbox WHERE state IN ('reserved', 'retry')",
  );
  const begin = database.prepare("UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id = ?");
  const end = database.prepare('UPDATE outbox SET state = ?, error = ? WHERE id = ?');
  const retry = database.prepare(
    "UPDATE outbox SET state = 'retry', next_at = ?, uncertain = max(uncertain, ?), error = ? WHERE id = ?",
  );
  const ofState = database.prepare<[string], Row>(`SELECT ${columns} FROM outbox WHERE state = ? ORDER BY position`);
  const counts = database.prepare<[], { state: OutboxState; count: number }>(
    'SELECT state, count(*) AS count FROM outbox GROUP BY state',
  );
  return {
    record: (effect) =>
      void insert.run(
        effect.id,
        effect.outcome === 'done' ? 'reserved' : effect.outcome,
        effect.at,
        effect.reason ?? null,
        JSON.stringify(effect),
      ),
    due: (now) => due.all(now).map(rowOf),
    nextDue: () => (next.get()?.at ?? undefined) as Instant | undefined,
    begin: (id) => void begin.run(id),
    end: (id, state, error) => void end.run(state, error ?? null, id),
    retry: (id, at, uncertain, error) => void retry.run(at, uncertain ? 1 : 0, error, id),
    cutOff: () => ofState.all('sending').map(rowOf),
    ofState: (state) => ofState.all(state).map(rowOf),
    counts: () => Object.fromEntries(counts.all().map(({ state, count }) => [state, count])),
  };
}

function rowOf({ state, attempts, uncertain, error, document }: Row): OutboxRow {
  return {
    effect: JSON.parse(document) as Effect,
    state,
    attempts,
    uncertain: uncertain === 1,
    error: error ?? undefined,
  };
}
