import { takeTurn, type Input, type Program, type TurnOutcome } from '../engine/index.js';
import { toldId } from '../model/effect.js';
import type { Cause, Event } from '../model/event.js';
import type { JournalRecord } from '../model/instance.js';
import { instant, type Instant } from '../model/instant.js';
import type { Arrival } from './arrival.js';
import { knowMovement } from './movements.js';
import { countSpread } from './spread.js';
import type { RunnerStore } from './store.js';
import type { Echo } from './store/echoes.js';

export interface TurnCounts {
  events: number;
  entered: number;
  timers: number;
  /** Runs that ended as failed. */
  readonly failed: JournalRecord[];
}

export function noCounts(): TurnCounts {
  return { events: 0, entered: 0, timers: 0, failed: [] };
}

const eventsAtOnce = 200;
const timersAtOnce = 500;

/** Feeds arrivals and the timers that are due between them to the engine, exactly as a back-test would; a batch is one transaction. */
export function takeArrivals(
  program: Program,
  store: RunnerStore,
  arrivals: readonly Arrival[],
  wall: Instant,
  counts: TurnCounts,
): void {
  for (let start = 0, end = 0; start < arrivals.length; start = end) {
    end = endOfBatch(arrivals, start);
    const batch = arrivals.slice(start, end);
    store.transaction(() => {
      const cursors = new Map<string, number>();
      // A clock that goes before ours must not pull timers forward.
      const events = batch.map(({ event }) => ({ ...event, at: instant(Math.min(event.at, wall)) }));
      for (const event of withCauses(store, events)) {
        // Timers of one tick come after its events.
        fireDue(program, store, instant(event.at - 1), wall, counts);
        feed(program, store, { kind: 'event', event }, event.at, wall, counts);
        counts.events++;
      }
      for (const { source, cursor } of batch) if (cursor !== undefined) cursors.set(source, cursor);
      for (const [source, cursor] of cursors) store.setCursor(source, cursor);
    });
  }
}

/** What is so now, whenever it came about: known before anything that happened earlier is decided on, so no timer fires for it. */
export function takeNews(
  program: Program,
  store: RunnerStore,
  news: readonly Event[],
  wall: Instant,
  counts: TurnCounts,
): void {
  store.transaction(() => {
    for (const event of news) {
      feed(program, store, { kind: 'event', event }, event.at, wall, counts);
      counts.events++;
    }
  });
}

/** Fires what is due by now; returns whether anything was. */
export function takeTimers(program: Program, store: RunnerStore, wall: Instant, counts: TurnCounts): boolean {
  const before = counts.timers;
  for (let fired = timersAtOnce; fired === timersAtOnce;)
    fired = store.transaction(() => {
      return fireDue(program, store, wall, wall, counts, timersAtOnce);
    });
  return counts.timers > before;
}

function fireDue(
  program: Program,
  store: RunnerStore,
  until: Instant,
  wall: Instant,
  counts: TurnCounts,
  most = Infinity,
): number {
  let fired = 0;
  for (
    let timer = store.state.nextTimer();
    timer !== undefined && timer.due <= until && fired < most;
    timer = store.state.nextTimer()
  ) {
    feed(program, store, { kind: 'timer', timer }, timer.due, wall, counts);
    counts.timers++;
    fired++;
  }
  return fired;
}

/** One turn: what it decided is stored beside the state that it changed. */
export function feed(
  program: Program,
  store: RunnerStore,
  input: Input,
  now: Instant,
  wall: Instant,
  counts: TurnCounts,
): void {
  keepOutcome(store, takeTurn(program, store.state, input, now, wall, true), counts);
}

export function keepOutcome(store: RunnerStore, { effects, journal }: TurnOutcome, counts: TurnCounts): void {
  for (const effect of effects) {
    store.outbox.record(effect);
    if (effect.reason === 'spread') countSpread(store);
  }
  store.journal.write(journal);
  for (const record of journal)
    if (record.what === 'entered') counts.entered++;
    else if (record.what === 'failed') counts.failed.push(record);
}

/**
 * What we did comes back in the CRM's history: it keeps what caused it, and is told of as by a back-test, each effect's own part by
 * itself. What the CRM made of it in the same save shares its cause. What others do with our key is theirs.
 */
function withCauses(store: RunnerStore, events: readonly Event[]): readonly Event[] {
  const echoes = events.map((event) => (event.own === true ? store.echoes.take(event) : []));
  const ofSave = new Map<string, Cause>();
  echoes.forEach((parts, index) => {
    for (const { cause } of parts) ofSave.set(saveOf(events[index]!), cause);
  });
  return events.flatMap((event, index) => {
    if (event.own !== true) return [knowMovement(store, event)];
    const parts = echoes[index]!;
    if (parts.length > 0) return parts.map((part) => echoed(store, event, part));
    const cause = ofSave.get(saveOf(event));
    return [cause === undefined ? event : { ...event, cause }];
  });
}

function echoed({ outbox }: RunnerStore, event: Event, { cause, changes }: Echo): Event {
  const id = toldId(cause.effect, outbox.tell(cause.effect));
  return { ...event, id, cause, data: changes === undefined ? event.data : { ...event.data, changes } };
}

/** Where a cursor stands: no save is torn, and what is committed is not read again. */
function endOfBatch(arrivals: readonly Arrival[], start: number): number {
  let end = Math.min(start + eventsAtOnce, arrivals.length);
  while (end < arrivals.length && arrivals[end - 1]!.cursor === undefined) end++;
  return end;
}

/** What one actor did to one order or customer in one second: the history tells it in several events. What is about neither stands alone. */
function saveOf({ id: event, at, type, data: { order, customer } }: Event): string {
  const [kind, entity] = type.startsWith('customer.') ? ['customer', customer] : ['order', order];
  const id = entity?.['id'];
  return id === undefined ? event : `${kind}/${String(id)}/${at}`;
}
