import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adoptRelease, type Program, type TurnOutcome } from '../../src/engine/index.js';
import type { Effect } from '../../src/model/effect.js';
import type { Event } from '../../src/model/event.js';
import { instant, type Instant } from '../../src/model/instant.js';
import type { JournalRecord } from '../../src/model/instance.js';
import { addToLocal, startOfDay, toLocal } from '../../src/model/zone.js';
import { decodeLine } from '../../src/simulate/log/decodeLine.js';
import { createMemoryState } from '../../src/simulate/memoryState.js';
import { startSimulation } from '../../src/simulate/simulation.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { zone } from './harness.js';
import {
  anyEvents,
  anyPolicy,
  anySharingTriggers,
  anyTriggers,
  compiled,
  customerOf,
  play,
  playLate,
  type Policy,
  zoneOfCustomer,
  type RecordedState,
} from './scenarios.js';

const runs = { numRuns: 40 };

/** Effects with everything that they say. */
const told = (run: ReturnType<typeof play>): readonly string[] => run.effects.map((effect) => JSON.stringify(effect));

/** A field somewhere in an event that holds something else than it should. */
const anyDamage = fc.record({
  path: fc.constantFrom(
    'order.status',
    'order.totalSumm',
    'order.createdAt',
    'order.items',
    'order.customer',
    'order.managerComment',
    'customer.email',
    'customer.phones',
    'customer.birthday',
    'customer.timezone',
    'customer.tags',
    'review.score',
    'message.channel',
    'cart.items',
    'cart.updatedAt',
    'changes',
    'order',
    'customer',
  ),
  value: fc.oneof(
    fc.constantFrom<unknown>(null, '', 'x', 0, -1, 1e300, true, [], {}, [null], ['x'], [{}], { id: 1 }, { code: 5 }),
    fc.constantFrom<unknown>('2026-02-30', '99999-01-01', 'Nowhere/Zone', [{ id: null }], [[[]]], { id: {} }),
  ),
});

function damage(event: Event, made: { readonly path: string; readonly value: unknown } | undefined): Event {
  if (made === undefined) return event;
  const [member = '', field] = made.path.split('.');
  const held = event.data[member];
  if (field === undefined) return { ...event, data: { ...event.data, [member]: made.value } as Event['data'] };
  const changed = { ...(typeof held === 'object' && held !== null ? held : {}), [field]: made.value };
  return { ...event, data: { ...event.data, [member]: changed } as Event['data'] };
}

/** The event as a log would bring it; none when the reader refuses it. */
function readAgain({ id, source, type, at, data }: Event): readonly Event[] {
  const line = JSON.stringify({ specversion: '1.0', id, source, type, time: new Date(at).toISOString(), data });
  const decoded = decodeLine(line, zone);
  return 'problem' in decoded ? [] : decoded;
}

describe('whatever the triggers, whatever happens', { timeout: 300_000 }, () => {
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
      { numRuns: 600 },
    );
    expect(checked).toBeGreaterThan(150);
    expect(acted).toBeGreaterThan(50);
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
          const whomOf = (entry: JournalRecord): string | undefined =>
            (once.per === 'order' ? entry.order : entry.customer) ?? entry.key;
          for (const whom of new Set(entries.map(whomOf))) {
            const times = entries.filter((entry) => whomOf(entry) === whom).map(({ at }) => at);
            if (once.every === undefined) expect(times, `${code} ${whom}`).toHaveLength(1);
            else
              times.slice(1).forEach((at, index) => {
                const again = addToLocal(toLocal(zone, times[index]!), 0, 3);
                expect(toLocal(zone, at), `${code} ${whom}`).toBeGreaterThanOrEqual(again);
              });
          }
        }
      }),
      runs,
    );
  });

  /** Neither in the quiet hours nor over the caps of whom it went to. */
  function expectAdmitted(
    program: NonNullable<ReturnType<typeof compiled>>,
    policy: Policy,
    sent: readonly { readonly effect: Effect; readonly at: Instant }[],
  ): void {
    const classOf = ({ trigger }: Effect): string => program.triggers.get(trigger.slice('trigger/'.length))!.class;
    for (const { effect, at } of sent) {
      const local = toLocal(zoneOfCustomer(effect.customer), at);
      const hour = (local - startOfDay(local)) / 3_600_000;
      const quiet =
        policy.from < policy.to ? hour >= policy.from && hour < policy.to : hour >= policy.from || hour < policy.to;
      expect(quiet).toBe(false);
    }
    for (const last of sent) {
      const zone = zoneOfCustomer(last.effect.customer);
      const same = sent.filter(
        (other) =>
          other.effect.customer === last.effect.customer &&
          classOf(other.effect) === classOf(last.effect) &&
          other.at <= last.at &&
          toLocal(zone, last.at) < addToLocal(toLocal(zone, other.at), 0, policy.days),
      );
      expect(same.length).toBeLessThanOrEqual(policy.count);
    }
  }
  const isMessage = ({ type, outcome }: Effect): boolean => type === 'send' && outcome === 'done';

  test('nobody gets more than the caps allow, and nothing in quiet hours, where they live', () => {
    fc.assert(
      fc.property(anySharingTriggers, anyEvents, anyPolicy, (triggers, events, policy) => {
        const program = compiled(triggers, policy);
        fc.pre(program !== undefined);
        const sent = play(program, events).effects.filter(isMessage);
        expectAdmitted(
          program,
          policy,
          sent.map((effect) => ({ effect, at: effect.at })),
        );
      }),
      runs,
    );
  });

  test('nor by a runner that comes late', () => {
    fc.assert(
      fc.property(
        anySharingTriggers,
        anyEvents,
        anyPolicy,
        fc.integer({ min: 1, max: 2000 }),
        (triggers, events, policy, minutes) => {
          const program = compiled(triggers, policy);
          fc.pre(program !== undefined);
          const sent = playLate(program, events, minutes).filter(({ effect }) => isMessage(effect));
          expectAdmitted(
            program,
            policy,
            sent.map(({ effect, wall }) => ({ effect, at: wall })),
          );
        },
      ),
      runs,
    );
  });

  test('backfill: none starts nothing from what was there before the trigger was', () => {
    fc.assert(
      fc.property(anyTriggers, anyEvents, fc.integer({ min: 0, max: 20 }), (triggers, events, count) => {
        const program = compiled(triggers);
        const [before, since] = [events.slice(0, count), events.slice(count)];
        fc.pre(program !== undefined && since.length > 0);
        const state = createMemoryState();
        const other = startSimulation(compiled([])!, state, vocabulary, events[0]!.at, () => undefined);
        for (const event of before) other.take(event);
        const active = since[0]!.at;
        other.runUntil(active);
        const entered: JournalRecord[] = [];
        const simulation = startSimulation(program, state, vocabulary, active, ({ journal }) =>
          entered.push(...journal.filter(({ what }) => what === 'entered')),
        );
        adoptRelease(program, state, active);
        simulation.runUntil(active);
        for (const event of since) simulation.take(event);
        simulation.runUntil(instant(active + 5 * 24 * 3_600_000));
        const old = new Set(before.map(({ id }) => id));
        for (const { causedBy, trigger, at } of entered) {
          expect(at).toBeGreaterThanOrEqual(active);
          if (program.triggers.get(trigger.slice('trigger/'.length))!.backfill === 'none')
            expect(old.has(causedBy)).toBe(false);
        }
      }),
      runs,
    );
  });

  test('backfill: all enters what a trigger would have entered that had always been there', () => {
    let owed = 0;
    fc.assert(
      fc.property(anyTriggers, anyEvents, fc.integer({ min: 0, max: 20 }), (drawn, events, count) => {
        const triggers = drawn.map((each) => ({
          ...each,
          mode: 'parallel',
          more: ['backfill: all'],
          steps: ['note: Seen'],
        }));
        const program = compiled(triggers);
        const [before, since] = [events.slice(0, count), events.slice(count)];
        fc.pre(program !== undefined && since.length > 0);
        const active = since[0]!.at;
        const always = enteredBy(program, program, before, since, active);
        const late = enteredBy(compiled([])!, program, before, since, active);
        const ids = (entries: readonly JournalRecord[]) => new Set(entries.map(({ instance }) => instance));
        // What was there before and is there no more, nobody knows of; everything else is entered, and nothing besides.
        const after = always.filter(({ at }) => at > active);
        expect(after.filter(({ instance }) => !ids(late).has(instance))).toEqual([]);
        expect(late.filter(({ instance }) => !ids(always).has(instance))).toEqual([]);
        owed += late.filter(({ instance, at }) => at === active && !ids(after).has(instance)).length;
      }),
      { numRuns: 60 },
    );
    // Some of it had been due before.
    expect(owed).toBeGreaterThan(0);
  });

  /** Entries when one program runs until a moment, and another from then on. */
  function enteredBy(
    first: Program,
    second: Program,
    before: readonly Event[],
    since: readonly Event[],
    active: Instant,
  ): readonly JournalRecord[] {
    const state = createMemoryState();
    const entered: JournalRecord[] = [];
    const note = ({ journal }: TurnOutcome): void =>
      void entered.push(...journal.filter(({ what }) => what === 'entered'));
    const begin = before[0]?.at ?? active;
    const early = startSimulation(first, state, vocabulary, begin, note);
    for (const event of before) early.take(event);
    early.runUntil(active);
    const simulation = startSimulation(second, state, vocabulary, active, note);
    if (second !== first) adoptRelease(second, state, active);
    simulation.runUntil(active);
    for (const event of since) simulation.take(event);
    simulation.runUntil(instant(active + 5 * 24 * 3_600_000));
    return entered;
  }

  test('what the checks let through runs without an error, whatever the events hold', () => {
    const failures = new Set<string>();
    fc.assert(
      fc.property(
        anySharingTriggers,
        anyEvents,
        fc.array(anyDamage, { maxLength: 12 }),
        (triggers, events, damages) => {
          const program = compiled(triggers);
          fc.pre(program !== undefined);
          const damaged = events.flatMap((event, index) =>
            readAgain(damage(event, damages[index % Math.max(1, damages.length)])),
          );
          for (const { what, reason } of play(program, damaged).journal)
            if (what === 'failed') failures.add(reason ?? '');
        },
      ),
      { numRuns: 120 },
    );
    // A step may fail for a reason of the shop's; never because of a type.
    expect([...failures].filter((reason) => reason !== 'balance')).toEqual([]);
  });
});
