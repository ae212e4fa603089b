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
  /** When it will be tried, for `reserved` and `retry`. */
  readonly next: Instant;
}

export interface Outbox {
  /** Records an effect's newest outcome; one that is admitted is reserved for sending, once. */
  record(effect: Effect): void;
  /** Rows whose time has come, in the order of their reservation. */
  due(now: Instant): readonly OutboxRow[];
  begin(id: string): void;
  end(id: string, state: Exclude<OutboxState, 'reserved' | 'sending' | 'retry'>, error?: string): void;
  retry(id: string, at: Instant, uncertain: boolean, error: string): void;
  /** Rows that wait and may have been carried out already. */
  uncertain(): readonly OutboxRow[];
  ofState(state: OutboxState): readonly OutboxRow[];
  /** How many rows came into each state since this was opened. */
  tally(): Readonly<Partial<Record<OutboxState, number>>>;
}

interface Row {
  readonly state: OutboxState;
  readonly attempts: number;
  readonly uncertain: number;
  readonly error: string | null;
  readonly next_at: number;
  readonly document: string;
}

export function openOutbox(database: Database.Database): Outbox {
  const columns = 'state, attempts, uncertain, error, next_at, document';
  const insert = database.prepare(
    `INSERT INTO outbox (id, state, attempts, next_at, uncertain, error, document) VALUES (?, ?, 0, ?, 0, ?, ?)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, next_at = excluded.next_at, error = excluded.error, document = excluded.document
     WHERE outbox.state IN ('deferred', 'skipped')`,
  );
  const due = database.prepare<[number], Row>(
    `SELECT ${columns} FROM outbox WHERE state IN ('reserved', 'retry') AND next_at <= ? ORDER BY position`,
  );
  const begin = database.prepare("UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id = ?");
  const end = database.prepare('UPDATE outbox SET state = ?, error = ? WHERE id = ?');
  const retry = database.prepare(
    "UPDATE outbox SET state = 'retry', next_at = ?, uncertain = max(uncertain, ?), error = ? WHERE id = ?",
  );
  const ofState = database.prepare<[string], Row>(`SELECT ${columns} FROM outbox WHERE state = ? ORDER BY position`);
  const uncertain = database.prepare<[], Row>(
    `SELECT ${columns} FROM outbox WHERE state = 'retry' AND uncertain = 1 ORDER BY position`,
  );
  const tally: Partial<Record<OutboxState, number>> = {};
  const count = (state: OutboxState): void => void (tally[state] = (tally[state] ?? 0) + 1);
  return {
    record(effect) {
      const state = effect.outcome === 'done' ? 'reserved' : effect.outcome;
      insert.run(effect.id, state, effect.at, effect.reason ?? null, JSON.stringify(effect));
      count(state);
    },
    due: (now) => due.all(now).map(rowOf),
    begin: (id) => void begin.run(id),
    end(id, state, error) {
      end.run(state, error ?? null, id);
      count(state);
    },
    retry: (id, at, uncertainly, error) => void retry.run(at, uncertainly ? 1 : 0, error, id),
    uncertain: () => uncertain.all().map(rowOf),
    ofState: (state) => ofState.all(state).map(rowOf),
    tally: () => tally,
  };
}

function rowOf({ state, attempts, uncertain, error, next_at: next, document }: Row): OutboxRow {
  return {
    effect: JSON.parse(document) as Effect,
    state,
    attempts,
    uncertain: uncertain === 1,
    error: error ?? undefined,
    next: next as Instant,
  };
}
