import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatInstant, instant, parseInstant, type Instant } from '../../src/model/instant.js';
import { reaching } from '../../src/model/reaching.js';
import { addToLocal, day, fromLocal, hour, isZone, minute, toLocal } from '../../src/model/zone.js';

const lead = (zone: string, at: number, months: number, days: number): Instant =>
  fromLocal(zone, addToLocal(toLocal(zone, instant(at)), months, days));
const moments = (zone: string, end: string, months: number, days: number) =>
  [...new Set(reaching(zone, parseInstant(end)!, months, days))].sort((a, b) => a - b).map(formatInstant);

describe('the moments from which a calendar length leads to a moment', () => {
  test('one as a rule', () => {
    expect(moments('Europe/Moscow', '2026-03-12T07:00:00Z', 0, 10)).toEqual(['2026-03-02T07:00:00Z']);
    expect(moments('Europe/Moscow', '2026-03-12T07:00:00Z', -1, 0)).toEqual(['2026-04-12T07:00:00Z']);
  });
  test('each day for which the last of a shorter month stands, and the midnights between', () => {
    expect(moments('Etc/UTC', '2026-02-28T10:00:00Z', 1, 0)).toEqual([
      '2026-01-28T10:00:00Z',
      '2026-01-29T00:00:00Z',
      '2026-01-29T10:00:00Z',
      '2026-01-30T00:00:00Z',
      '2026-01-30T10:00:00Z',
      '2026-01-31T00:00:00Z',
      '2026-01-31T10:00:00Z',
    ]);
  });
  test('the midnight after a shorter month when nothing leads to it', () => {
    expect(moments('Etc/UTC', '2026-03-30T10:00:00Z', 1, 0)).toEqual(['2026-03-01T00:00:00Z']);
  });
  test('twice when the clock is put back between', () => {
    expect(moments('Europe/Berlin', '2024-10-28T01:30:00Z', 0, 1)).toEqual([
      '2024-10-27T00:30:00Z',
      '2024-10-27T01:00:00Z',
      '2024-10-27T01:30:00Z',
    ]);
  });
});

/** A day around which the clock is changed, or a month ends, in each zone. */
const changes: Readonly<Record<string, readonly string[]>> = {
  'Europe/Berlin': ['2024-03-31T01:00:00Z', '2024-10-27T01:00:00Z', '2025-03-30T01:00:00Z'],
  'America/New_York': ['2024-03-10T07:00:00Z', '2024-11-03T06:00:00Z'],
  'Africa/Cairo': ['2024-04-25T22:00:00Z', '2024-10-31T21:00:00Z'],
  'Asia/Almaty': ['2024-02-29T18:00:00Z'],
  'Asia/Beirut': ['2024-03-30T22:00:00Z', '2024-10-26T21:00:00Z'],
  'Australia/Lord_Howe': ['2024-04-06T15:00:00Z', '2024-10-05T15:30:00Z'],
  'America/Santiago': ['2024-04-07T03:00:00Z', '2024-09-08T04:00:00Z'],
  'Pacific/Apia': ['2011-12-30T10:00:00Z'],
  'Antarctica/Casey': ['1969-01-01T00:00:00Z'],
  'Europe/Moscow': ['2024-01-31T00:00:00Z', '2023-02-28T00:00:00Z', '2010-10-30T23:00:00Z'],
};

const anyCase = fc.constantFrom(...Object.keys(changes).filter(isZone)).chain((zone) =>
  fc.record({
    zone: fc.constant(zone),
    months: fc.oneof(fc.constant(0), fc.integer({ min: -14, max: 14 })),
    days: fc.oneof(fc.constant(0), fc.integer({ min: -32, max: 32 })),
    near: fc.constantFrom(...changes[zone]!).map((text) => parseInstant(text)!),
    // Whole hours and half ones meet the borders of days and changes; the other moments lie between.
    off: fc.oneof(
      fc.integer({ min: -80 * 2, max: 80 * 2 }).map((halves) => (halves * hour) / 2),
      fc.integer({ min: -80 * 60, max: 80 * 60 }).map((minutes) => minutes * minute),
    ),
    by: fc.integer({ min: -1, max: 1 }),
    around: fc.boolean(),
    phase: fc.integer({ min: 0, max: 15 * minute }),
  }),
);

test('at every one of them it is reached or lost, and nowhere else', () => {
  fc.assert(
    fc.property(anyCase, ({ zone, months, days, near, off, by, around, phase }) => {
      const end = around ? instant(near + off + by) : instant(lead(zone, near + off, months, days) + by);
      const isReached = (at: number) => lead(zone, at, months, days) >= end;
      const announced = [...new Set(reaching(zone, end, months, days))].sort((a, b) => a - b);
      for (const at of announced) expect(isReached(at)).not.toBe(isReached(at - 1));
      const middle = lead(zone, end, -months, -days);
      let holds = false;
      for (let at = middle - 6 * day + phase; at < middle + 6 * day; at += 15 * minute) {
        while (announced.length > 0 && announced[0]! <= at) {
          holds = !holds;
          announced.shift();
        }
        if (isReached(at) !== holds) expect.fail(`a change before ${formatInstant(instant(at))} is not announced`);
      }
      expect(holds).toBe(true);
    }),
    { numRuns: 200 },
  );
});
