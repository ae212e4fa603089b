import type Database from 'better-sqlite3';
import type { Effect } from '../../model/effect.js';
import type { Event } from '../../model/event.js';
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
  /** A part of it was carried out for certain: some of its calls had written when a later one was not to be had. */
  readonly partly: boolean;
  readonly error: string | undefined;
  /** When it will be tried, for `reserved` and `retry`. */
  readonly next: Instant;
  /** An operator asked for it then, whatever became of its instance. */
  readonly asked: Instant | undefined;
  /** Triggers have heard of it from the runner, or from others in its stead. */
  readonly told: boolean;
  /** Its movement of bonuses as somebody else told of it while it was open. */
  readonly heard: Event | undefined;
  /** What it would send was forgotten. */
  readonly forgotten: boolean;
}

export interface Outbox {
  /** Records an effect's newest outcome; one that is admitted is reserved for sending, once. */
  record(effect: Effect): void;
  /** Rows whose time has come and that nobody holds back, in the order of their reservation. */
  due(now: Instant): readonly OutboxRow[];
  /** It is still to be done, and nobody holds it back: asked again before it goes, because a batch takes its time. */
  isOpen(id: string): boolean;
  begin(id: string): void;
  end(id: string, state: Exclude<OutboxState, 'reserved' | 'sending' | 'retry'>, error?: string): void;
  /** It waits until then; what has ended stays as it is. */
  retry(id: string, at: Instant, uncertain: boolean, error: string): void;
  markPartly(id: string): void;
  /** A newer effect of its line has been asked for, which says all that it would. */
  isSuperseded(effect: Effect): boolean;
  find(id: string): OutboxRow | undefined;
  /** Others of the same action about the same customer that were carried out since then. */
  carriedOut(effect: Effect, since: Instant): readonly Effect[];
  /** Keeps what somebody else told of an open one, the first of it. */
  hear(id: string, event: Event): void;
  /** Triggers hear of what it did; returns how many events told them so before. */
  tell(id: string): number;
  /** An operator wants a dead or unknown one tried again. */
  ask(id: string, now: Instant): void;
  /** It is over the rate of its target and was not tried: its turn comes later. */
  postpone(id: string, until: Instant): void;
  /** What waits for the end of the night or for the rate of its target is to be asked again now. */
  askAgain(now: Instant): void;
  /** How late it is counts from then. */
  countFrom(id: string, at: Instant): void;
  /** Rows that wait and may have been carried out already. */
  uncertain(): readonly OutboxRow[];
  ofState(state: OutboxState): readonly OutboxRow[];
  /** Empties what ended and was due before then, the most of them at once: that it was is kept, not what and for whom. Returns how many. */
  forget(before: Instant, most: number): number;
  /** How many messages wait for their own moment after an outage. */
  spread(): number;
  /** How many rows came into each state since this was opened. */
  tally(): Readonly<Partial<Record<OutboxState, number>>>;
}

interface Row {
  readonly state: OutboxState;
  readonly attempts: number;
  readonly uncertain: number;
  readonly error: string | null;
  readonly next_at: number;
  readonly asked_at: number | null;
  readonly told: number;
  readonly heard: string | null;
  readonly document: string;
}

/** `uncertain` is 0 when nothing of it is out, 1 when it may be, and this when a part of it is. */
const partly = 2;

/** `next_at` of what is forgotten: behind all that is looked for by time. */
const never = 9_000_000_000_000_000;
const keptOfForgotten = ['id', 'at', 'trigger', 'instance', 'step', 'type', 'channel', 'template', 'outcome', 'depth'];

/** A pause covers the row; pauses are few. */
const heldBack = `EXISTS (SELECT 1 FROM pauses WHERE scope IN ('all', document ->> '$.trigger',
  'customer/' || coalesce(document ->> '$.customer', ''), 'order/' || coalesce(document ->> '$.order', '')))`;

export function openOutbox(database: Database.Database): Outbox {
  const columns = 'state, attempts, uncertain, error, next_at, asked_at, told, heard, document';
  const insert = database.prepare(
    `INSERT INTO outbox (id, state, attempts, next_at, uncertain, error, document, line) VALUES (?, ?, 0, ?, 0, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET position = (SELECT max(position) + 1 FROM outbox), state = excluded.state, next_at = excluded.next_at, error = excluded.error, document = excluded.document
     WHERE outbox.state IN ('deferred', 'skipped')`,
  );
  const due = database.prepare<[number], Row>(
    `SELECT ${columns} FROM outbox WHERE state IN ('reserved', 'retry') AND next_at <= ?
     AND NOT ${heldBack} ORDER BY position`,
  );
  const isOpen = database.prepare<[string]>(
    `SELECT 1 FROM outbox WHERE id = ? AND state IN ('reserved', 'retry') AND NOT ${heldBack}`,
  );
  const newer = database.prepare<[string, string]>(
    `SELECT 1 FROM outbox WHERE line = ? AND position > (SELECT position FROM outbox WHERE id = ?)
     AND state NOT IN ('deferred', 'skipped', 'withdrawn')`,
  );
  const find = database.prepare<[string], Row>(`SELECT ${columns} FROM outbox WHERE id = ?`);
  const carriedOut = database
    .prepare<[number, string, string, string], string>(
      `SELECT document FROM outbox WHERE state = 'done' AND next_at >= ? AND document ->> '$.type' = ?
       AND document ->> '$.customer' = ? AND id <> ? ORDER BY position`,
    )
    .pluck();
  const hear = database.prepare('UPDATE outbox SET heard = coalesce(heard, ?) WHERE id = ?');
  const tell = database
    .prepare<[string], number>('UPDATE outbox SET told = told + 1 WHERE id = ? RETURNING told - 1')
    .pluck();
  const ask = database.prepare(
    "UPDATE outbox SET state = 'retry', uncertain = max(uncertain, state = 'unknown'), next_at = $now, asked_at = $now WHERE id = $id",
  );
  const begin = database.prepare("UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id = ?");
  const end = database.prepare('UPDATE outbox SET state = ?, error = ? WHERE id = ?');
  const retry = database.prepare(
    `UPDATE outbox SET state = 'retry', next_at = ?, uncertain = max(uncertain, ?), error = ?
     WHERE id = ? AND state IN ('reserved', 'sending', 'retry')`,
  );
  const markPartly = database.prepare(`UPDATE outbox SET uncertain = ${partly} WHERE id = ?`);
  const postpone = database.prepare("UPDATE outbox SET next_at = ?, error = coalesce(error, 'rate') WHERE id = ?");
  const askAgain = database.prepare(
    "UPDATE outbox SET next_at = $now WHERE state IN ('reserved', 'retry') AND error IN ('quiet', 'rate') AND next_at > $now",
  );
  const countFrom = database.prepare("UPDATE outbox SET document = json_set(document, '$.at', ?) WHERE id = ?");
  const ofState = database.prepare<[string], Row>(`SELECT ${columns} FROM outbox WHERE state = ? ORDER BY position`);
  const uncertain = database.prepare<[], Row>(
    `SELECT ${columns} FROM outbox WHERE state = 'retry' AND uncertain > 0 ORDER BY position`,
  );
  const forget = database.prepare(
    // A patch leaves out what is null.
    `UPDATE outbox SET next_at = ${never}, told = max(told, 1), heard = NULL, error = substr(error, 1, instr(error || ':', ':') - 1),
       document = json_patch('{"key":"","data":{},"causedBy":""}', json_object(${keptOfForgotten.map((member) => `'${member}', document -> '$.${member}'`).join(', ')}))
     WHERE position IN
       (SELECT position FROM outbox WHERE state IN ('done', 'dead', 'skipped', 'withdrawn') AND next_at < ? LIMIT ?)`,
  );
  const spread = database
    .prepare<[], number>("SELECT count(*) FROM outbox WHERE state = 'deferred' AND error = 'spread'")
    .pluck();
  const tally: Partial<Record<OutboxState, number>> = {};
  const count = (state: OutboxState): void => void (tally[state] = (tally[state] ?? 0) + 1);
  return {
    record(effect) {
      const state = effect.outcome === 'done' ? 'reserved' : effect.outcome;
      insert.run(effect.id, state, effect.at, effect.reason ?? null, JSON.stringify(effect), effect.line ?? null);
      count(state);
    },
    due: (now) => due.all(now).map(rowOf),
    isOpen: (id) => isOpen.get(id) !== undefined,
    begin: (id) => void begin.run(id),
    end(id, state, error) {
      end.run(state, error ?? null, id);
      count(state);
    },
    retry: (id, at, uncertainly, error) => void retry.run(at, uncertainly ? 1 : 0, error, id),
    markPartly: (id) => void markPartly.run(id),
    isSuperseded: ({ id, line }) => line !== undefined && newer.get(line, id) !== undefined,
    find: (id) => {
      const row = find.get(id);
      return row && rowOf(row);
    },
    carriedOut: ({ id, type, customer }, since) =>
      carriedOut.all(since, type, customer ?? '', id).map((document) => JSON.parse(document) as Effect), // by `record`
    hear: (id, event) => void hear.run(JSON.stringify(event), id),
    tell: (id) => tell.get(id) ?? 0,
    ask: (id, now) => void ask.run({ id, now }),
    postpone: (id, until) => void postpone.run(until, id),
    askAgain: (now) => void askAgain.run({ now }),
    countFrom: (id, at) => void countFrom.run(at, id),
    uncertain: () => uncertain.all().map(rowOf),
    ofState: (state) => ofState.all(state).map(rowOf),
    forget: (before, most) => forget.run(before, most).changes,
    spread: () => spread.get() ?? 0,
    tally: () => tally,
  };
}

function rowOf(row: Row): OutboxRow {
  const { state, attempts, uncertain, error, next_at: next, asked_at: asked, told, heard, document } = row;
  return {
    effect: JSON.parse(document) as Effect,
    state,
    attempts,
    uncertain: uncertain > 0,
    partly: uncertain === partly,
    error: error ?? undefined,
    next: next as Instant,
    asked: (asked ?? undefined) as Instant | undefined,
    forgotten: next === never,
    heard: heard === null ? undefined : (JSON.parse(heard) as Event), // by `hear`
    told: told > 0,
  };
}
