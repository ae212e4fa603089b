import { takeTurn, type Input, type Program } from '../engine/index.js';
import type { Event } from '../model/event.js';
import { instant, type Instant } from '../model/instant.js';
import type { Arrival } from './intake.js';
import type { Lease } from './store/lease.js';
import { countSpread } from './spread.js';
import type { RunnerStore } from './store.js';

export interface TurnCounts {
  events: number;
  entered: number;
  timers: number;
}

const eventsAtOnce = 200;
const timersAtOnce = 500;

/** Feeds arrivals and the timers that are due between them to the engine, exactly as a back-test would; a batch is one transaction. */
export function takeArrivals(
  program: Program,
  store: RunnerStore,
  lease: Lease,
  arrivals: readonly Arrival[],
  wall: Instant,
  counts: TurnCounts,
): void {
  for (let start = 0; start < arrivals.length; start += eventsAtOnce) {
    const batch = arrivals.slice(start, start + eventsAtOnce);
    store.transaction(() => {
      lease.assertHeld();
      const cursors = new Map<string, number>();
      for (const arrival of batch) {
        // A clock that goes before ours must not pull timers forward.
        const at = instant(Math.min(arrival.event.at, wall));
        // Timers of one tick come after its events.
        fireDue(program, store, instant(at - 1), wall, counts);
        feed(program, store, { kind: 'event', event: withCause(store, { ...arrival.event, at }) }, at, wall, counts);
        counts.events++;
        if (arrival.cursor !== undefined) cursors.set(arrival.source, arrival.cursor);
      }
      for (const [source, cursor] of cursors) store.setCursor(source, cursor);
    });
  }
}

/** What is so now, whenever it came about: known before anything that happened earlier is decided on, so no timer fires for it. */
export function takeNews(
  program: Program,
  store: RunnerStore,
  lease: Lease,
  news: readonly Event[],
  wall: Instant,
  counts: TurnCounts,
): void {
  store.transaction(() => {
    lease.assertHeld();
    for (const event of news) {
      feed(program, store, { kind: 'event', event }, event.at, wall, counts);
      counts.events++;
    }
  });
}

/** Fires what is due by now; returns whether anything was. */
export function takeTimers(
  program: Program,
  store: RunnerStore,
  lease: Lease,
  wall: Instant,
  counts: TurnCounts,
): boolean {
  const before = counts.timers;
  for (let fired = timersAtOnce; fired === timersAtOnce;)
    fired = store.transaction(() => {
      lease.assertHeld();
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
  const { effects, journal } = takeTurn(program, store.state, input, now, wall, true);
  for (const effect of effects) {
    store.outbox.record(effect);
    if (effect.reason === 'spread') countSpread(store);
  }
  store.journal.write(journal);
  for (const { what } of journal) if (what === 'entered') counts.entered++;
}

/** What we did comes back in the CRM's history: it keeps what caused it. What others do with our key is theirs. */
function withCause(store: RunnerStore, event: Event): Event {
  const cause = event.own === true ? store.echoes.take(event) : undefined;
  return cause === undefined ? event : { ...event, cause };
}
