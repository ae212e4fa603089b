import { ambientOf } from '../engine/scope.js';
import {
  startProgram,
  takeTurn,
  type EngineState,
  type Input,
  type Program,
  type TurnOutcome,
} from '../engine/index.js';
import { anticipate } from '../engine/world/anticipate.js';
import { toldBy, type Effect, type EffectResult } from '../model/effect.js';
import type { Event } from '../model/event.js';
import type { Instant } from '../model/instant.js';
import type { Timer } from '../model/instance.js';
import type { ActionWord, Reaction } from '../vocabulary/meaning/action.js';
import { eventsOf, isInHistory } from '../vocabulary/inHistory.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { createEchoes } from './echoes.js';
import { pollAt } from './poll.js';
import { createRepeats } from './repeats.js';

/** A world with a clock that jumps: to the next event, and in between from timer to timer. */
export interface Simulation {
  /** The next event from outside; what is due before it happens first. One that comes late happens now. */
  take(event: Event): void;
  /** Lets time pass: everything that is due until then, that moment included. */
  runUntil(horizon: Instant): void;
  readonly now: Instant;
}

/**
 * Runs a program from a moment on. Within a moment, as in the rounds of a live runner: events from outside, then timers by
 * (due, priority, id), then all effects that are wanted by now are carried out one after the other, and each instance is given its result
 * at once; then what they changed is heard as the CRM's history would tell it, and so on until nothing moves.
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
  /** Of one round: carried out when all that is due is decided on. */
  const outgoing: Effect[] = [];
  const echoes = createEchoes();
  const repeats = createRepeats(state.world);
  const newest = new Map<string, string>();
  let clock = from;
  startProgram(program, state, from);

  const turn = (input: Input, at = clock): void => {
    const decided = takeTurn(program, state, input, at, clock);
    if (decided.effects.length === 0) return observe(decided, clock);
    const { effects, journal } = doneBy(decided, clock);
    for (const effect of effects) if (isWanted(effect)) putOut(effect);
    observe({ journal, effects: effects.filter((effect) => !isWanted(effect)) }, clock);
  };
  const putOut = (effect: Effect): void => {
    if (effect.line !== undefined) newest.set(effect.line, effect.id);
    outgoing.push(effect);
  };
  /** As the runner does: what a newer one says goes without the older, and what lost its run in the meantime is withdrawn. */
  const carryOut = (effect: Effect): void => {
    const { id, instance, line } = effect;
    const skip = (reason: string): void =>
      observe({ effects: [{ ...effect, outcome: 'skipped', reason }], journal: [] }, clock);
    if (line !== undefined && newest.get(line) !== id) {
      skip('superseded');
      return turn({ kind: 'result', effect: id, instance, result: { outcome: 'skipped', error: 'superseded' } });
    }
    if (line !== undefined) newest.delete(line);
    const wait = state.instance(instance)?.wait;
    if (wait?.for !== 'result' || wait.effect !== id) return skip('withdrawn');
    observe({ effects: [effect], journal: [] }, clock);
    happen(effect);
  };
  const reactionTo = (effect: Effect): Reaction =>
    actions.get(effect.type)!.happen(effect, ambientOf(program, state, clock));
  /** The instance goes on with what its step wrote itself, but without what others make of it. */
  const happen = (effect: Effect): void => {
    const { id, instance } = effect;
    const reaction = reactionTo(effect);
    const told = eventsOf(reaction).map((each, index) => toldBy(effect, index, each, clock));
    const inHistory = isInHistory(actions.get(effect.type)!, effect);
    if (inHistory)
      for (const alike of Map.groupBy(told, ({ type }) => type).values())
        alike.forEach((event, place) => comeBack(effect, event, place));
    turn({ kind: 'result', effect: id, instance, result: resultOf(reaction) });
    if (inHistory) return;
    for (const event of told)
      if (event.type !== 'message.accepted' || program.hearsMessages) turn({ kind: 'event', event });
  };
  const comeBack = (effect: Effect, event: Event, place: number): void => {
    if (anticipate(state.world, event)) return echoes.push(event.type, () => event);
    // It builds on what others did before it.
    echoes.push(event.type, () => {
      const told = eventsOf(reactionTo(effect));
      const index = told.flatMap(({ type }, at) => (type === event.type ? [at] : []))[place];
      return index === undefined ? undefined : toldBy(effect, index, told[index]!, clock);
    });
  };
  const seen = ({ due }: Timer): Instant => pollAt(due, poll);
  const fire = (timer: Timer): void => {
    state.disarm(timer.id);
    turn({ kind: 'timer', timer }, poll === undefined ? clock : timer.due);
  };
  /** What is left of this moment, and of those until `end`; timers that are due at `end` only when it is `inclusive`. */
  const pass = (end: Instant, inclusive: boolean): void => {
    for (;;) {
      for (const echo of echoes.take()) {
        const event = echo();
        if (event === undefined) continue;
        repeats.note(event);
        turn({ kind: 'event', event });
      }
      const timer = state.nextTimer();
      if (timer && timer.due <= clock) fire(timer);
      else if (outgoing.length > 0) outgoing.splice(0).forEach(carryOut);
      else if (timer && (seen(timer) < end || (inclusive && seen(timer) === end))) clock = seen(timer);
      else break;
    }
    if (end > clock) clock = end;
  };
  return {
    take(told) {
      const seenAt = pollAt(told.at, poll);
      if (seenAt > clock) pass(seenAt, false);
      const event = repeats.without(told);
      if (event === undefined) return;
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

const isWanted = ({ outcome }: Effect): boolean => outcome === 'done';

function resultOf({ result, failed }: Reaction): EffectResult {
  return failed === undefined
    ? { outcome: 'done', values: result }
    : { outcome: 'failed', values: result, error: failed };
}
