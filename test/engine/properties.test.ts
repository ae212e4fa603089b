import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addToLocal, startOfDay, toLocal } from '../../src/model/zone.js';
import { zone } from './harness.js';
import {
  anyEvents,
  anyPolicy,
  anySharingTriggers,
  anyTriggers,
  compiled,
  customerOf,
  play,
  zoneOfCustomer,
  type RecordedState,
} from './scenarios.js';

const runs = { numRuns: 60 };

/** Effects with everything that they say. */
const told = (run: ReturnType<typeof play>): readonly string[] => run.effects.map((effect) => JSON.stringify(effect));

describe('whatever the triggers, whatever happens', () => {
  test('most of the made-up projects pass the checks, and do something', () => {
    let checked = 0;
    let acted = 0;
    fc.assert(
      fc.property(anySharingTriggers, anyEvents, (triggers, events) => {
        const program = compiled(triggers);
        if (program === undefined) return;
        checked++;
        if (play(program, events).effects.length > 0) acted++;
      }),
      { numRuns: 60, seed: 1 },
    );
    expect(checked).toBeGreaterThan(15);
    expect(acted).toBeGreaterThan(5);
  });

  test('stopping anywhere and going on from what was written changes nothing', () => {
    fc.assert(
      fc.property(
        anySharingTriggers,
        anyEvents,
        fc.array(fc.boolean(), { minLength: 25, maxLength: 25 }),
        (triggers, events, stops) => {
          const program = compiled(triggers);
          fc.pre(program !== undefined);
          const whole = play(program, events);
          const stopped = play(program, events, (state, index) => (stops[index] === true ? state.copy() : state));
          expect(told(stopped)).toEqual(told(whole));
          expect(stopped.journal).toEqual(whole.journal);
        },
      ),
      runs,
    );
  });

  test('the same events give the same effects, and no effect happens twice', () => {
    fc.assert(
      fc.property(anySharingTriggers, anyEvents, (triggers, events) => {
        const program = compiled(triggers);
        fc.pre(program !== undefined);
        const first = play(program, events);
        expect(told(play(program, events))).toEqual(told(first));
        const done = first.effects.filter(({ outcome }) => outcome === 'done').map(({ id }) => id);
        expect(new Set(done).size).toBe(done.length);
      }),
      runs,
    );
  });

  test('what happens to one customer changes nothing for another', () => {
    fc.assert(
      fc.property(anyTriggers, anyEvents, (triggers, events) => {
        const program = compiled(triggers);
        fc.pre(program !== undefined);
        const alone = events.filter((event) => (customerOf(event) ?? 0) === 0);
        // The clock of a shorter log ends earlier: only what both have seen is compared.
        const until = alone.at(-1)?.at ?? 0;
        const within = (run: ReturnType<typeof play>) =>
          new Set(run.effects.filter(({ customer, at }) => customer === '0' && at <= until).map(({ id }) => id));
        expect(within(play(program, alone))).toEqual(within(play(program, events)));
      }),
      runs,
    );
  });

  test('in which order independent customers come within a moment changes nothing', () => {
    fc.assert(
      fc.property(anyTriggers, anyEvents, fc.boolean(), (triggers, events, descending) => {
        const program = compiled(triggers);
        fc.pre(program !== undefined);
        const sign = descending ? -1 : 1;
        const grouped = events.toSorted(
          (a, b) => a.at - b.at || sign * ((customerOf(a) ?? -1) - (customerOf(b) ?? -1)),
        );
        expect(told(play(program, grouped)).toSorted()).toEqual(told(play(program, events)).toSorted());
      }),
      runs,
    );
  });

  test('mode: single and restart never have two of one key, and once is once', () => {
    fc.assert(
      fc.property(anyTriggers, anyEvents, (triggers, events) => {
        const program = compiled(triggers);
        fc.pre(program !== undefined);
        const check = ({ instances }: RecordedState): void => {
          const live = [...instances.values()].filter(
            ({ status, trigger }) => status === 'waiting' && program.triggers.get(trigger)?.mode !== 'parallel',
          );
          const keys = live.map(({ trigger, key }) => `${trigger} ${key}`);
          expect(new Set(keys).size).toBe(keys.length);
        };
        const { journal } = play(program, events, undefined, check);
        for (const { code, address, once } of program.triggers.values()) {
          if (once === undefined) continue;
          const entries = journal.filter(({ what, trigger }) => what === 'entered' && trigger === address);
          for (const customer of new Set(entries.map((entry) => entry.customer ?? entry.key))) {
            const times = entries.filter((entry) => (entry.customer ?? entry.key) === customer).map(({ at }) => at);
            times.slice(1).forEach((at, index) => {
              const again = addToLocal(toLocal(zone, times[index]!), 0, 3);
              expect(toLocal(zone, at), `${code} ${customer}`).toBeGreaterThanOrEqual(again);
            });
          }
        }
      }),
      runs,
    );
  });

  test('nobody gets more than the caps allow, and nothing in quiet hours', () => {
    fc.assert(
      fc.property(anyTriggers, anyEvents, anyPolicy, (triggers, events, policy) => {
        const program = compiled(triggers, policy);
        fc.pre(program !== undefined);
        const sent = play(program, events).effects.filter(({ type, outcome }) => type === 'send' && outcome === 'done');
        const classOf = (address: string): string => program.triggers.get(address.slice('trigger/'.length))!.class;
        for (const { at, customer } of sent) {
          const local = toLocal(zoneOfCustomer(customer), at);
          const hour = (local - startOfDay(local)) / 3_600_000;
          const quiet =
            policy.from < policy.to ? hour >= policy.from && hour < policy.to : hour >= policy.from || hour < policy.to;
          expect(quiet).toBe(false);
        }
        for (const last of sent) {
          const same = sent.filter(
            (other) =>
              other.customer === last.customer &&
              classOf(other.trigger) === classOf(last.trigger) &&
              other.at <= last.at &&
              toLocal(zoneOfCustomer(last.customer), last.at) <
                addToLocal(toLocal(zoneOfCustomer(last.customer), other.at), 0, policy.days),
          );
          expect(same.length).toBeLessThanOrEqual(policy.count);
        }
      }),
      runs,
    );
  });
});
