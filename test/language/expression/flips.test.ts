import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant, instant, parseInstant } from '../../../src/model/instant.js';
import { day, hour, minute } from '../../../src/model/zone.js';
import { compiled, scopeOf } from './shop.js';

/** A zone, and an order of it. */
interface Shop {
  readonly zone: string;
  readonly createdAt: number;
  readonly shipmentDate: number;
}

const scopeAt = ({ zone, ...order }: Shop, now: number) =>
  scopeOf({ order: { ...order, patience: '1mo1d' }, vars: { month: '1mo' } }, { now: instant(now), zone });

/** Moments around which the clock is changed or a month is shorter than its neighbour. */
const places: readonly (readonly [zone: string, ...moments: string[]])[] = [
  ['Europe/Berlin', '2024-03-31T01:00:00Z', '2024-10-27T01:00:00Z', '2024-04-30T12:00:00Z', '2023-02-28T00:00:00Z'],
  ['America/New_York', '2024-03-10T07:00:00Z', '2024-11-03T06:00:00Z', '2024-02-29T00:00:00Z'],
  ['Africa/Cairo', '2024-04-25T22:00:00Z', '2024-10-31T21:00:00Z'],
  ['Asia/Almaty', '2024-02-29T18:00:00Z', '2024-03-31T12:00:00Z'],
];
/** Whole hours meet borders of days and changes of the clock, other moments lie between them. */
const within = (days: number) =>
  fc.oneof(
    fc.integer({ min: -days * 24, max: days * 24 }).map((hours) => hours * hour),
    fc.integer({ min: -days * 24 * 60, max: days * 24 * 60 }).map((minutes) => minutes * minute),
    fc.integer({ min: -days * day, max: days * day }),
  );

const anyLength = fc
  .tuple(
    fc.constantFrom(
      ...[...[1, 2, 3, 30].map((count) => `days(${count})`), 'weeks(1)', 'weeks(5)'],
      ...[...[1, 2, 6, 11].map((count) => `months(${count})`), 'years(1)', 'hours(5)', 'hours(1) / 7'],
      ...['vars.month', 'order.patience'],
    ),
    fc.boolean(),
  )
  .map(([length, negative]) => (negative ? `-(${length})` : length));
const anyOrder = fc.constantFrom('<', '<=', '>', '>=', '==', '!=');
const anySides = (moving: fc.Arbitrary<string>, still: fc.Arbitrary<string>) =>
  fc
    .tuple(moving, anyOrder, still, fc.boolean())
    .map(([a, op, b, swapped]) => (swapped ? `${b} ${op} ${a}` : `${a} ${op} ${b}`));
const anyField = fc.constantFrom('order.createdAt', 'order.shipmentDate');
const anyMoment = fc.oneof(
  anyField,
  fc.tuple(anyField, fc.constantFrom('+', '-'), anyLength).map(([field, sign, length]) => `${field} ${sign} ${length}`),
);
const anyComparison = fc.oneof(
  anySides(
    anyMoment.map((from) => `now - (${from})`),
    anyLength,
  ),
  anySides(
    anyMoment.map((to) => `${to} - now`),
    anyLength,
  ),
  anySides(
    fc.tuple(fc.constantFrom('+', '-'), anyLength).map(([sign, length]) => `now ${sign} ${length}`),
    anyMoment,
  ),
  anySides(
    anyLength.map((length) => `${length} + now`),
    anyMoment,
  ),
  anySides(fc.constant('now'), anyMoment),
);
const anyCondition = fc.oneof(
  anyComparison,
  fc.tuple(anyComparison, fc.constantFrom('&&', '||'), anyComparison).map(([a, op, b]) => `!(${a}) ${op} (${b})`),
);

const anyShop = fc
  .tuple(
    fc.constantFrom(...places.flatMap(([zone, ...moments]) => moments.map((text) => [zone, text] as const))),
    fc.constantFrom(0, 1, 2, 3, 7, 30, 31, 35, 61, 182, 335, 365),
    fc.boolean(),
  )
  .chain(([[zone, text], apart, before]) => {
    const near = parseInstant(text)!;
    const away = near + (before ? -apart : apart) * day;
    return fc.record({
      shop: fc.record({
        zone: fc.constant(zone),
        createdAt: within(4).map((off) => away + off),
        shipmentDate: within(4).map((off) => near + off),
      }),
      start: fc.oneof(
        fc.constant(near - 1000 * day),
        within(6).map((off) => near + off),
      ),
      probes: fc.array(fc.record({ of: fc.nat(), off: within(4) }), { minLength: 1, maxLength: 20 }),
    });
  });

describe('the moments that a condition announces', () => {
  it('are all at which it changes: between them it says what it said at the last', () => {
    fc.assert(
      fc.property(anyCondition, anyShop, (source, { shop, start, probes }) => {
        const condition = compiled(source);
        fc.pre(condition.crossings !== undefined);
        const flips = condition.flips!(scopeAt(shop, start));
        for (const { of, off } of probes) {
          const probe = (flips[of % flips.length] ?? start) + off;
          if (probe < start) continue;
          const last = flips.findLast((flip) => flip <= probe) ?? start;
          const [then, foreseen] = [probe, last].map((at) => condition.evaluate(scopeAt(shop, at)));
          expect(foreseen, `${source} at ${formatInstant(instant(probe))}`).toBe(then);
        }
      }),
      { numRuns: 1000 },
    );
  });
  // What a clock jumps over it never equals: `==` and `!=` announce the moment of the jump too.
  it('of one comparison of order are no others', () => {
    fc.assert(
      fc.property(anyComparison, anyShop, (source, { shop, start }) => {
        const condition = compiled(source);
        fc.pre(condition.crossings !== undefined && /[<>]/.test(source));
        for (const flip of condition.flips!(scopeAt(shop, start))) {
          const [before, after] = [flip - 1, flip].map((at) => condition.evaluate(scopeAt(shop, at)));
          expect(after, source).not.toBe(before);
        }
      }),
      { numRuns: 300 },
    );
  });
});
