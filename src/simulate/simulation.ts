import { ambientOf } from '../engine/scope.js';
import {
  startProgram,
  takeTurn,
  type EngineState,
  type Input,
  type Program,
  type TurnOutcome,
} from '../engine/index.js';
import { causeOf, type Effect, type EffectResult } from '../model/effect.js';
import type { Event } from '../model/event.js';
import type { Instant } from '../model/instant.js';
import type { Timer } from '../model/instance.js';
import type { ActionWord, Reaction } from '../vocabulary/meaning.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { pollAt } from './poll.js';

/** A world with a clock that jumps: to the next event, and in between from timer to timer. */
export interface Simulation {
  /** The next event from outside; what is due before it happens first. One that comes late happens now. */
  take(event: Event): void;
  /** Lets time pass: everything that is due until then, that moment included. */
  runUntil(horizon: Instant): void;
  readonly now: Instant;
}

/**
 * Runs a program from a moment on. Within a moment: events from outside, then what effects brought about, then timers
 * by (due, priority, id), then the results of effects (docs/engine.md#a-turn). Effects that were admitted happen at once: the
 * world reacts as the action's word says, and other triggers see it.
 *
 * `poll`: the program is asked every so many milliseconds only. What came or was due since is decided then, in the order in which it
 * happened, as by a live runner that catches up (docs/operations.md#recorded-logs); what it does is done at that moment.
 */
export function startSimulation(
  program: Program,
  state: EngineState,
  words: Vocabulary,
  from: Instant,
  observe: (outcome: TurnOutcome, now: Instant) => void,
  poll?: number,
): Simulation {
  const actions = new Map<string, ActionWord>(words.actions.map((word) => [word.name, word]));
  /** Effects one after the other: each finds the world as the one before it left that. */
  const doings = createQueue<() => void>();
  const results = createQueue<Input | Effect>();
  /** Of one look: carried out when all that it found is decided on. */
  const outgoing: Effect[] = [];
  const newest = new Map<string, string>();
  let clock = from;
  startProgram(program, state, from);

  const turn = (input: Input, at = clock): void => {
    const decided = takeTurn(program, state, input, at, clock);
    if (decided.effects.length === 0) return observe(decided, clock);
    const outcome = doneBy(decided, clock);
    const lined = outcome.effects.filter((effect) => !isFree(effect));
    if (poll !== undefined && outcome.effects.some(({ outcome: came }) => came === 'done')) {
      for (const effect of outcome.effects) if (effect.outcome === 'done') putOut(effect);
      return observe({ ...outcome, effects: outcome.effects.filter(({ outcome: came }) => came !== 'done') }, clock);
    }
    for (const effect of outcome.effects)
      if (effect.outcome === 'done' && isFree(effect)) doings.push(() => happen(effect));
    lined.forEach(standInLine);
    observe(lined.length === 0 ? outcome : { ...outcome, effects: outcome.effects.filter(isFree) }, clock);
  };
  const putOut = (effect: Effect): void => {
    if (effect.line !== undefined) newest.set(effect.line, effect.id);
    outgoing.push(effect);
  };
  /** What was decided on may have lost its run since, within the same look: as the runner does, it is withdrawn. */
  const carryOut = (effect: Effect): void => {
    const { id, instance, line } = effect;
    const isSuperseded = line !== undefined && newest.get(line) !== id;
    const wait = state.instance(instance)?.wait;
    if (isSuperseded || (wait?.for === 'result' && wait.effect === id)) {
      if (line !== undefined) return leaveLine(effect);
      observe({ effects: [effect], journal: [] }, clock);
      return doings.push(() => happen(effect));
    }
    observe({ effects: [{ ...effect, outcome: 'skipped', reason: 'withdrawn' }], journal: [] }, clock);
  };
  /** A newer one may take its place in this moment, as in a batch of the runner: only at its end it is known what became of it. */
  const standInLine = (effect: Effect): void => {
    newest.set(effect.line!, effect.id);
    doings.push(() => results.push(effect));
  };
  const leaveLine = (effect: Effect): void => {
    const { id, instance, line } = effect;
    if (newest.get(line!) === id) {
      newest.delete(line!);
      observe({ effects: [effect], journal: [] }, clock);
      return doings.push(() => happen(effect));
    }
    const reason = 'superseded';
    observe({ effects: [{ ...effect, outcome: 'skipped', reason }], journal: [] }, clock);
    results.push({ kind: 'result', effect: id, instance, result: { outcome: 'skipped', error: reason } });
  };
  const seen = ({ due }: Timer): Instant => pollAt(due, poll);
  const happen = (effect: Effect): void => {
    const {
      event,
      further = [],
      result,
      failed,
    } = actions.get(effect.type)!.happen(effect, ambientOf(program, state, clock));
    const { id, instance } = effect;
    const came: EffectResult =
      failed === undefined ? { outcome: 'done', values: result } : { outcome: 'failed', values: result, error: failed };
    results.push({ kind: 'result', effect: id, instance, result: came });
    const tell = (told: NonNullable<Reaction['event']>, as: string): void =>
      turn({ kind: 'event', event: echoOf(effect, as, told, clock) });
    if (event && (event.type !== 'message.accepted' || program.hearsMessages)) tell(event, id);
    further.forEach((each, index) => tell(each, `${id}/${index + 2}`));
  };
  const fire = (timer: Timer): void => {
    state.disarm(timer.id);
    turn({ kind: 'timer', timer }, poll === undefined ? clock : timer.due);
  };
  /** What is left of this moment, and of those until `end`; timers that are due at `end` only when it is `inclusive`. */
  const pass = (end: Instant, inclusive: boolean): void => {
    for (;;) {
      const doing = doings.take();
      if (doing) {
        doing();
        continue;
      }
      const timer = state.nextTimer();
      if (timer && timer.due <= clock) {
        fire(timer);
        continue;
      }
      if (outgoing.length > 0) {
        outgoing.splice(0).forEach(carryOut);
        continue;
      }
      const result = results.take();
      if (result && 'kind' in result) turn(result);
      else if (result) leaveLine(result);
      else if (timer && (seen(timer) < end || (inclusive && seen(timer) === end))) clock = seen(timer);
      else break;
    }
    if (end > clock) clock = end;
  };
  return {
    take(event) {
      const seenAt = pollAt(event.at, poll);
      if (seenAt > clock) pass(seenAt, false);
      if (poll === undefined) return turn({ kind: 'event', event });
      // One look finds events and what was due between them.
      for (let timer = state.nextTimer(); timer && timer.due < event.at; timer = state.nextTimer()) fire(timer);
      turn({ kind: 'event', event }, event.at);
    },
    runUntil: (horizon) => pass(pollAt(horizon, poll), true),
    get now() {
      return clock;
    },
  };
}

/** Effects of what was seen later than it happened. */
function doneBy(outcome: TurnOutcome, clock: Instant): TurnOutcome {
  if (!outcome.effects.some(({ at }) => at < clock)) return outcome;
  return { ...outcome, effects: outcome.effects.map((effect) => ({ ...effect, at: clock })) };
}

const isFree = ({ line }: Effect): boolean => line === undefined;

/** What an effect did to the world, as the CRM's history would bring it back: marked as our own. */
function echoOf(effect: Effect, id: string, event: NonNullable<Reaction['event']>, at: Instant): Event {
  return {
    id,
    source: 'crmctl',
    type: event.type,
    at,
    data: event.data,
    cause: causeOf(effect),
  };
}

interface Queue<T> {
  push(item: T): void;
  take(): T | undefined;
}

/** First in, first out, without moving what stays. */
function createQueue<T>(): Queue<T> {
  let items: T[] = [];
  let head = 0;
  return {
    push: (item) => void items.push(item),
    take() {
      if (head === items.length) return undefined;
      const item = items[head++];
      if (head === items.length) {
        items = [];
        head = 0;
      }
      return item;
    },
  };
}
