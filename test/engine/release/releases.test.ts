import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adoptRelease, askHeldBack, type Program } from '../../../src/engine/index.js';
import type { Effect } from '../../../src/model/effect.js';
import type { Event } from '../../../src/model/event.js';
import { instant } from '../../../src/model/instant.js';
import type { JournalRecord } from '../../../src/model/instance.js';
import { createMemoryState } from '../../../src/simulate/memoryState.js';
import { startSimulation } from '../../../src/simulate/simulation.js';
import { vocabulary } from '../../../src/vocabulary/index.js';
import { anyEvents, anyPolicy, anySharingTriggers, compiled, type Triggers } from '../scenarios.js';

interface Told {
  readonly effects: readonly Effect[];
  readonly journal: readonly JournalRecord[];
  /** When the second release was adopted. */
  readonly at: number;
}

/** Some of the events under one release, the others and three days more under the next. */
function play(first: Program, second: Program, events: readonly Event[], count: number): Told {
  const state = createMemoryState();
  const effects: Effect[] = [];
  const journal: JournalRecord[] = [];
  const begin = (program: Program, at: Event['at']) =>
    startSimulation(program, state, vocabulary, at, (outcome) => {
      effects.push(...outcome.effects);
      journal.push(...outcome.journal);
    });
  const at = events[count - 1]!.at;
  const end = instant(events.at(-1)!.at + 3 * 24 * 3_600_000);
  // Before anything happens: what is active for the first time at the very moment of the next release is new to it.
  let simulation = begin(first, instant(events[0]!.at - 1));
  const before = events.filter((event) => event.at <= at);
  for (const event of before) simulation.take(event);
  simulation.runUntil(at);
  simulation = begin(second, at);
  const adopted = adoptRelease(second, state, at);
  effects.push(...adopted.effects);
  journal.push(...adopted.journal);
  askHeldBack(second, state, at);
  simulation.runUntil(at);
  for (const event of events.slice(before.length)) simulation.take(event);
  simulation.runUntil(end);
  return { effects, journal, at };
}

/** Triggers in which runs wait when a release comes. */
const anyWaiting = anySharingTriggers.map((triggers): Triggers =>
  triggers.map((trigger) => ({ ...trigger, steps: [...trigger.steps, 'wait: 3h', 'note: "Waited"'] })),
);
/** Another revision: each has a step more at its end. */
const withMore = (triggers: Triggers, more: readonly string[]): Triggers =>
  triggers.map((trigger) => ({
    ...trigger,
    steps: [...trigger.steps, 'note: Added'],
    more: [...trigger.more, ...more],
  }));
const split = fc.integer({ min: 1, max: 20 });
const runs = { numRuns: 60 };

describe('a release that comes in the middle', { timeout: 300_000 }, () => {
  test('and is as the one before changes nothing', () => {
    fc.assert(
      fc.property(anySharingTriggers, anyPolicy, anyEvents, split, (triggers, policy, events, count) => {
        const program = compiled(triggers, policy);
        fc.pre(program !== undefined && events.length > 0);
        const at = Math.min(count, events.length);
        const whole = play(program, program, events, events.length);
        const parted = play(program, program, events, at);
        expect(parted.effects.map((effect) => JSON.stringify(effect))).toEqual(
          whole.effects.map((effect) => JSON.stringify(effect)),
        );
        expect(parted.journal).toEqual(whole.journal);
      }),
      runs,
    );
  });

  test.each(['pin', 'follow'])('%s: what is the same in both is done as if there had been one', (inFlight) => {
    let moved = 0;
    fc.assert(
      fc.property(anyWaiting, anyPolicy, anyEvents, split, (triggers, policy, events, count) => {
        const first = compiled(triggers, policy);
        const second = first && compiled(withMore(triggers, [`inFlight: ${inFlight}`]), policy, first);
        fc.pre(first !== undefined && second !== undefined && events.length > 0);
        const told = play(first, second, events, Math.min(count, events.length));
        const lastOf = (address: string): string =>
          `s${triggers[Number(address.slice('trigger/t'.length))]!.steps.length}`;
        const isAdded = ({ step, trigger }: Effect): boolean => step === lastOf(trigger);
        const whole = play(first, first, events, events.length);
        const same = (effects: readonly Effect[]) => effects.map((effect) => JSON.stringify(effect));
        expect(same(told.effects.filter((effect) => !isAdded(effect)))).toEqual(same(whole.effects));

        const entered = new Map(
          told.journal.filter(({ what }) => what === 'entered').map(({ instance = '', at }) => [instance, at]),
        );
        const have = new Set(told.effects.filter(isAdded).map(({ instance }) => instance));
        for (const { what, instance = '', at } of told.journal) {
          const since = entered.get(instance);
          if (what !== 'completed' || since === undefined || at === told.at) continue;
          const follows = inFlight === 'follow' && since < told.at && at > told.at;
          if (follows) moved++;
          if (since !== told.at) expect(have.has(instance), instance).toBe(follows || since > told.at);
        }
      }),
      // Few runs are where the new release finds them at a step that moved.
      { numRuns: 3 * runs.numRuns },
    );
    if (inFlight === 'follow') expect(moved).toBeGreaterThan(3);
  });
});
