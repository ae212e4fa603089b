import { startProgram, takeTurn, type Input, type Program } from '../../src/engine/index.js';
import { ambientOf } from '../../src/engine/scope.js';
import type { Effect } from '../../src/model/effect.js';
import type { Event } from '../../src/model/event.js';
import { instant, type Instant } from '../../src/model/instant.js';
import type { JournalRecord } from '../../src/model/instance.js';
import { createMemoryState } from '../../src/simulate/memoryState.js';
import { vocabulary } from '../../src/vocabulary/index.js';

const actions = new Map(vocabulary.actions.map((word) => [word.name, word]));
const after = 4 * 24 * 3_600_000;
/** A program that feeds itself is stopped by its Policy; more turns than this are a loop that it did not stop. */
const mostTurns = 20_000;

export interface Played {
  readonly effects: readonly Effect[];
  readonly journal: readonly JournalRecord[];
}

/** As a live runner does it: the journal says why and why not, and every effect is carried out at once. */
export function playLive(program: Program, events: readonly Event[]): Played {
  const state = createMemoryState();
  const effects: Effect[] = [];
  const journal: JournalRecord[] = [];
  const inputs: Input[] = [];
  let clock = events[0]!.at;
  let turns = 0;
  startProgram(program, state, clock);
  const turn = (input: Input, now: Instant): void => {
    if (++turns > mostTurns) throw new Error('it never comes to rest');
    const outcome = takeTurn(program, state, input, now, now, true);
    journal.push(...outcome.journal);
    for (const effect of outcome.effects) {
      effects.push(effect);
      if (effect.outcome === 'done') happen(effect, now);
    }
  };
  const happen = (effect: Effect, now: Instant): void => {
    const {
      event,
      further = [],
      result,
      failed,
    } = actions.get(effect.type)!.happen(effect, ambientOf(program, state, now));
    const { id, trigger, instance, depth } = effect;
    const cause = { effect: id, trigger, instance, depth };
    [...(event === undefined ? [] : [event]), ...further].forEach(({ type, data }, index) =>
      inputs.push({ kind: 'event', event: { id: `${id}/${index}`, source: 'crmctl', type, at: now, data, cause } }),
    );
    inputs.push({
      kind: 'result',
      effect: id,
      instance,
      result: failed === undefined ? { outcome: 'done', values: result } : { outcome: 'failed', error: failed },
    });
  };
  const until = (end: Instant): void => {
    for (;;) {
      const input = inputs.shift();
      const timer = input === undefined ? state.nextTimer() : undefined;
      if (input !== undefined) turn(input, clock);
      else if (timer !== undefined && timer.due <= end) {
        clock = instant(Math.max(clock, timer.due));
        state.disarm(timer.id);
        turn({ kind: 'timer', timer }, clock);
      } else break;
    }
    clock = end;
  };
  for (const event of events) {
    until(instant(event.at - 1));
    clock = event.at;
    turn({ kind: 'event', event }, clock);
  }
  until(instant(clock + after));
  return { effects, journal };
}
