import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Effect } from '../../src/model/effect.js';
import { parseDuration } from '../../src/model/duration.js';
import { instant } from '../../src/model/instant.js';
import { day, hour } from '../../src/model/zone.js';
import { watchPressure } from '../../src/simulate/pressure.js';
import type { PolicyRole } from '../../src/vocabulary/roles/index.js';

const start = Date.UTC(2026, 2, 2, 9);
const policy = {
  classes: new Map([
    [
      'marketing',
      {
        onQuiet: 'defer',
        onCap: 'defer',
        consent: false,
        caps: [{ count: 2, window: parseDuration('7d')!, text: '2/7d' }],
      },
    ],
  ]),
} as unknown as PolicyRole; // the parts that pressure reads

interface Sent {
  readonly customer: string;
  readonly at: number;
}

const pressureOf = (sent: readonly Sent[], more: Partial<Effect> = {}) => {
  const pressure = watchPressure({
    classes: new Map([['trigger/offer', 'marketing']]),
    policy,
    // Customers without a zone of their own.
    ambient: () => ({ world: { customer: () => undefined, order: () => undefined }, zone: 'Europe/Moscow' }) as never,
  });
  for (const { customer, at } of sent)
    pressure.take({
      trigger: 'trigger/offer',
      outcome: 'done',
      channel: 'email',
      customer,
      at: instant(at),
      ...more,
    } as Effect);
  return pressure.results();
};

/** Counted the slow way: for each message, how many of the same customer lie in the window that begins with it. */
const slowly = (sent: readonly Sent[], window: number): readonly number[] =>
  [...Map.groupBy(sent, ({ customer }) => customer).values()].map((own) =>
    Math.max(...own.map(({ at }) => own.filter((other) => other.at >= at && other.at < at + window).length)),
  );

describe('the pressure on customers', () => {
  it('is the fullest day and week of each, whatever the order in which messages are told', () => {
    const message = fc.record({ customer: fc.constantFrom('1', '2', '3'), at: fc.integer({ min: 0, max: 400 }) });
    fc.assert(
      fc.property(fc.array(message, { minLength: 1 }), (messages) => {
        const sent = messages.map(({ customer, at }) => ({ customer, at: start + at * hour }));
        const [result] = pressureOf(sent);
        const weeks = slowly(sent, 7 * day);
        expect(result!.mostInDay).toBe(Math.max(...slowly(sent, day)));
        expect(result!.mostInWeek).toBe(Math.max(...weeks));
        expect(result!.fullestWeek).toEqual(
          Object.fromEntries([...Map.groupBy(weeks, (count) => count)].map(([count, all]) => [count, all.length])),
        );
        expect(result!).toMatchObject({ messages: sent.length, customers: weeks.length });
        expect(result!.caps).toEqual([{ cap: '2/7d', most: Math.max(...weeks), ok: Math.max(...weeks) <= 2 }]);
      }),
    );
  });

  it('says that a cap did not hold', () => {
    const three = [0, 1, 2].map((hours) => ({ customer: '7', at: start + hours * hour }));
    expect(pressureOf(three)[0]!.caps).toEqual([{ cap: '2/7d', most: 3, ok: false }]);
  });

  it('counts what reached somebody: no skipped message, no task', () => {
    const one = [{ customer: '7', at: start }];
    expect(pressureOf(one, { outcome: 'skipped' })).toEqual([]);
    expect(pressureOf(one, { channel: undefined } as unknown as Partial<Effect>)).toEqual([]);
  });
});
