import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant, parseInstant } from '../../src/model/instant.js';
import { addSpan } from '../../src/model/span.js';
import { hour, minute, startOfDay, toLocal } from '../../src/model/zone.js';

const calendars = new Map();

test.each([
  ['2024-10-27T00:10:00Z', '2024-10-27T00:30:00.000Z', 'the first 02:30'],
  ['2024-10-27T00:40:00Z', '2024-10-28T01:30:00.000Z', 'behind the first: the next day'],
  ['2024-10-27T01:10:00Z', '2024-10-27T01:30:00.000Z', 'in the hour that comes again: the second'],
])('02:30 in Berlin, five minutes after %s: %s (%s)', (from, due) => {
  const span = { for: { clock: 'elapsed', milliseconds: 5 * minute } } as const;
  const at = addSpan(parseInstant(from)!, span, { zone: 'Europe/Berlin', calendars }, 2.5 * hour)!;
  expect(new Date(at).toISOString()).toBe(due);
});

test('a clock time after a while is never before it, and within a day; on the wall it is that, or the first after a gap', () => {
  const anyStart = fc.constantFrom(
    ['Europe/Berlin', '2024-03-30T00:00:00Z'],
    ['Europe/Berlin', '2024-10-26T00:00:00Z'],
    ['Africa/Cairo', '2025-04-23T12:00:00Z'],
    ['Africa/Cairo', '2025-10-29T12:00:00Z'],
    ['Asia/Almaty', '2024-02-28T12:00:00Z'],
    ['America/New_York', '2024-11-02T04:00:00Z'],
    ['Australia/Lord_Howe', '2024-04-06T00:00:00Z'],
  );
  fc.assert(
    fc.property(
      anyStart,
      fc.integer({ min: 0, max: 2 * 24 * 60 }),
      fc.integer({ min: 0, max: 10 * 60 }),
      fc.integer({ min: 0, max: 24 * 12 - 1 }),
      ([zone, start], minutes, elapsed, clock) => {
        const from = instant(parseInstant(start!)! + minutes * minute);
        const span = { for: { clock: 'elapsed', milliseconds: elapsed * minute } } as const;
        const at = addSpan(from, span, { zone: zone!, calendars }, clock * 5 * minute)!;
        const earliest = from + elapsed * minute;
        expect(at).toBeGreaterThanOrEqual(earliest);
        expect(at - earliest).toBeLessThan(26 * hour);
        const local = toLocal(zone!, at);
        const late = local - startOfDay(local) - clock * 5 * minute;
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThanOrEqual(hour);
      },
    ),
    { numRuns: 500 },
  );
});
