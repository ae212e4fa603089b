import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildCalendar } from '../../src/model/calendar.js';
import { cronProblem, nextCron } from '../../src/model/cron.js';
import { formatDuration, parseDuration, type Duration } from '../../src/model/duration.js';
import { formatInstant, instant, parseInstant } from '../../src/model/instant.js';
import {
  addToLocal,
  fromLocal,
  formatLocal,
  isZone,
  nextClock,
  offsetAt,
  parseClock,
  changeAfter,
  parseLocal,
  toLocal,
} from '../../src/model/zone.js';

const utc = (text: string) => parseInstant(text)!;
const at = (zone: string, local: string) => formatInstant(fromLocal(zone, parseLocal(local)!));
const duration = (text: string): Duration => parseDuration(text)!;

describe('local time', () => {
  test.each([
    [
      'Europe/Berlin',
      '2024-03-31 02:30:00',
      '2024-03-31T01:00:00Z',
      'skipped in spring: the first valid instant after it',
    ],
    ['Europe/Berlin', '2024-10-27 02:30:00', '2024-10-27T00:30:00Z', 'occurs twice in autumn: the first'],
    ['Africa/Cairo', '2025-04-25 00:00:00', '2025-04-24T22:00:00Z', 'midnight itself is skipped'],
    [
      'Asia/Almaty',
      '2024-02-29 23:30:00',
      '2024-02-29T17:30:00Z',
      'one zone since 1 March: the last hour occurs twice',
    ],
    ['Asia/Almaty', '2024-03-01 00:00:00', '2024-02-29T19:00:00Z', 'the midnight after both'],
    ['Asia/Almaty', '2024-03-02 11:00:00', '2024-03-02T06:00:00Z', 'UTC+5 after it'],
    ['America/New_York', '2024-03-10 02:30:00', '2024-03-10T07:00:00Z', 'spring'],
    ['America/New_York', '2024-11-03 01:30:00', '2024-11-03T05:30:00Z', 'autumn'],
    ['Europe/Moscow', '2026-03-02 09:45:00', '2026-03-02T06:45:00Z', 'no switch'],
    ['Antarctica/Casey', '1969-01-01 03:00:00', '1969-01-01T00:00:00Z', 'skipped as the year of UTC begins'],
    ['Antarctica/Casey', '1969-01-01 08:00:00', '1969-01-01T00:00:00Z', 'the first that is there again'],
    ['Antarctica/Casey', '1968-12-31 23:59:59', '1968-12-31T23:59:59Z', 'the last before it'],
  ])('%s %s is %s (%s)', (zone, local, expected) => expect(at(zone, local)).toBe(expected));

  test('a change is found from either side of the year that begins with it', () => {
    const begins = utc('1969-01-01T00:00:00Z');
    expect(changeAfter('Antarctica/Casey', utc('1968-06-01T00:00:00Z'))).toBe(begins);
    expect(changeAfter('Antarctica/Casey', instant(begins - 1))).toBe(begins);
    expect(changeAfter('Antarctica/Casey', begins)).toBeUndefined();
  });

  test('agrees with Intl at any instant of any zone', () => {
    const zones = [
      'Europe/Berlin',
      'Africa/Cairo',
      'Asia/Almaty',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Europe/Moscow',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2035, 0, 1) }),
        (zone, milliseconds) => {
          const moment = instant(Math.floor(milliseconds / 1000) * 1000);
          const shown = new Intl.DateTimeFormat('sv-SE', {
            timeZone: zone,
            dateStyle: 'short',
            timeStyle: 'medium',
          }).format(moment);
          expect(formatLocal(toLocal(zone, moment))).toBe(shown);
        },
      ),
    );
  });

  test('a clock face that exists comes back unchanged', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Almaty'),
        fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) }),
        (zone, ms) => {
          const local = toLocal(zone, instant(ms));
          const back = fromLocal(zone, local);
          expect(back).toBeLessThanOrEqual(ms);
          expect(toLocal(zone, back)).toBe(local);
          expect(offsetAt(zone, back)).toBeGreaterThanOrEqual(offsetAt(zone, instant(ms)));
        },
      ),
    );
  });

  test.each([
    ['2025-01-31 10:00:00', 1, 0, '2025-02-28 10:00:00'],
    ['2024-01-31 10:00:00', 1, 0, '2024-02-29 10:00:00'],
    ['2024-02-29 00:00:00', 12, 0, '2025-02-28 00:00:00'],
    ['2025-12-31 00:00:00', 0, 1, '2026-01-01 00:00:00'],
    ['2025-03-31 08:00:00', -1, 0, '2025-02-28 08:00:00'],
  ])('%s + %i months + %i days = %s', (from, months, days, expected) =>
    expect(formatLocal(addToLocal(parseLocal(from)!, months, days))).toBe(expected),
  );

  test('the first clock time not before a moment', () => {
    expect(formatLocal(nextClock(parseLocal('2026-03-02 11:00')!, parseClock('11:00')!))).toBe('2026-03-02 11:00:00');
    expect(formatLocal(nextClock(parseLocal('2026-03-02 11:01')!, parseClock('11:00')!))).toBe('2026-03-03 11:00:00');
  });

  test.each(['2026-02-30', '2026-13-01', '2026-01-01 24:00', '01.02.2026', ''])('"%s" is no date', (text) =>
    expect(parseLocal(text)).toBeUndefined(),
  );
  test('unknown zones are told apart', () =>
    expect([isZone('Europe/Moscow'), isZone('Europe/Moskow')]).toEqual([true, false]));
});

describe('durations', () => {
  test.each(['90s', '30m', '24h', '1h30m', '3d', '2w', '6mo', '1y', '-7d'])('%s is one', (text) => {
    expect(parseDuration(formatDuration(duration(text)))).toEqual(duration(text));
  });
  test.each(['', '3', '1d12h', '1.5d', 'h', '3 d', '1x', '-'])('"%s" is none', (text) =>
    expect(parseDuration(text)).toBeUndefined(),
  );
});

describe('working time', () => {
  const office = buildCalendar(
    'office',
    {
      week: { 'mon-fri': '09:00-18:00', sat: '10:00-16:00' },
      breaks: { 'mon-fri': '13:00-14:00' },
      holidays: ['2026-03-09', { from: '2026-05-01', to: '2026-05-03' }],
      workdays: ['2026-03-15', { date: '2026-03-22', hours: '12:00-14:00' }],
    },
    'Europe/Moscow',
  );
  const moscow = (text: string) => fromLocal('Europe/Moscow', parseLocal(text)!);
  const shown = (value: ReturnType<typeof instant> | undefined) =>
    value && formatLocal(toLocal('Europe/Moscow', value));

  test.each([
    ['2026-03-02 17:45', '1h', '2026-03-03 09:45:00', 'over the night'],
    ['2026-03-02 17:00', '1h', '2026-03-02 18:00:00', 'a count that ends at closing is due at closing'],
    ['2026-03-02 12:30', '1h', '2026-03-02 14:30:00', 'over lunch'],
    ['2026-03-06 17:00', '4h', '2026-03-07 13:00:00', 'Saturday is open'],
    ['2026-03-07 15:00', '2h', '2026-03-10 10:00:00', 'Sunday is free and Monday 9 March a holiday'],
    ['2026-03-14 15:30', '1h', '2026-03-15 09:30:00', 'a moved working day'],
    ['2026-03-02 03:00', '0s', '2026-03-02 09:00:00', 'nothing to count: the next opening'],
    ['2026-03-05 15:00', '2d', '2026-03-07 15:00:00', 'the second working day, same time'],
    ['2026-03-06 17:30', '1d', '2026-03-10 09:00:00', 'Saturday 17:30 is closed: moved into working time'],
    ['2026-04-30 20:00', '1h', '2026-05-04 10:00:00', 'holidays'],
  ])('%s + %s = %s (%s)', (from, length, expected) =>
    expect(shown(office.add(moscow(from), duration(length)))).toBe(expected),
  );

  test('has no working time on what is no date any more', () => {
    for (const far of [8.64e15, 9e15, -9e15, Number.NaN])
      for (const length of ['4h', '2d', '1mo']) {
        const due = office.add(instant(far), duration(length));
        expect(due === undefined || Math.abs(due) <= 8.64e15).toBe(true);
      }
    expect(office.add(moscow('2026-02-01 10:00'), { clock: 'calendar', months: 4_000_000, days: 1 })).toBeUndefined();
  });

  test('a working-time wait never ends in closed time and counts exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 120 * 24 * 60 }), fc.integer({ min: 1, max: 60 * 60 }), (start, length) => {
        const from = instant(moscow('2026-02-01') + start * 60_000);
        const due = office.add(from, { clock: 'elapsed', milliseconds: length * 60_000 })!;
        expect(office.workingBetween(from, due)).toBe(length * 60_000);
        expect(office.workingBetween(from, instant(due - 60_000))).toBe((length - 1) * 60_000);
      }),
      { numRuns: 60 },
    );
  });

  test('open and closed', () => {
    expect(office.isOpen(moscow('2026-03-02 13:30'))).toBe(false);
    expect(office.isOpen(moscow('2026-03-02 14:00'))).toBe(true);
    expect(shown(office.nextOpen(moscow('2026-03-22 01:00')))).toBe('2026-03-22 12:00:00');
  });

  test('a night shift belongs to the day on which it begins', () => {
    const night = buildCalendar('night', { week: { fri: '22:00-06:00' } }, 'Europe/Moscow');
    expect(shown(night.add(moscow('2026-03-06 23:00'), duration('3h')))).toBe('2026-03-07 02:00:00');
    expect(night.isOpen(moscow('2026-03-07 05:59'))).toBe(true);
    expect(night.isOpen(moscow('2026-03-07 06:00'))).toBe(false);
  });

  test('a calendar that never opens says so', () => {
    const never = buildCalendar('never', { week: {} }, 'UTC');
    expect(never.nextOpen(utc('2026-01-01T00:00:00Z'))).toBeUndefined();
    expect(never.add(utc('2026-01-01T00:00:00Z'), duration('1h'))).toBeUndefined();
  });
});

describe('schedules', () => {
  const runs = (expression: string, zone: string, from: string, count: number) => {
    const found: string[] = [];
    for (let after = utc(from); found.length < count;) {
      after = nextCron(expression, after, zone)!;
      found.push(formatInstant(after));
    }
    return found;
  };
  test('a weekly one', () =>
    expect(runs('0 11 * * TUE', 'Europe/Moscow', '2026-03-01T00:00:00Z', 2)).toEqual([
      '2026-03-03T08:00:00Z',
      '2026-03-10T08:00:00Z',
    ]));
  test('a face that is skipped runs at the first valid instant after it', () =>
    expect(runs('30 2 * * *', 'Europe/Berlin', '2024-03-30T12:00:00Z', 2)).toEqual([
      '2024-03-31T01:00:00Z',
      '2024-04-01T00:30:00Z',
    ]));
  test('a fixed face that occurs twice runs once, at the first', () =>
    expect(runs('30 2 * * *', 'Europe/Berlin', '2024-10-26T12:00:00Z', 2)).toEqual([
      '2024-10-27T00:30:00Z',
      '2024-10-28T01:30:00Z',
    ]));
  test('a schedule for every hour runs in both', () =>
    expect(runs('30 * * * *', 'Europe/Berlin', '2024-10-26T23:45:00Z', 3)).toEqual([
      '2024-10-27T00:30:00Z',
      '2024-10-27T01:30:00Z',
      '2024-10-27T02:30:00Z',
    ]));
  test('every ten minutes over the gap', () =>
    expect(runs('*/10 * * * *', 'Europe/Berlin', '2024-03-31T00:45:00Z', 3)).toEqual([
      '2024-03-31T00:50:00Z',
      '2024-03-31T01:00:00Z',
      '2024-03-31T01:10:00Z',
    ]));
  test('a day of the month and a weekday are alternatives', () =>
    expect(runs('0 9 13 * FRI', 'UTC', '2026-03-01T00:00:00Z', 4)).toEqual([
      '2026-03-06T09:00:00Z',
      '2026-03-13T09:00:00Z',
      '2026-03-20T09:00:00Z',
      '2026-03-27T09:00:00Z',
    ]));
  test.each([
    // The face that is skipped in spring, and the one that comes twice in autumn.
    ['30 2 * * *', '2024-03-09T12:00:00Z', ['2024-03-10T07:00:00Z', '2024-03-11T06:30:00Z']],
    ['30 1 * * *', '2024-11-02T12:00:00Z', ['2024-11-03T05:30:00Z', '2024-11-04T06:30:00Z']],
  ])('New York: %s after %s', (expression, from, expected) =>
    expect(runs(expression, 'America/New_York', from, 2)).toEqual(expected),
  );
  test('the next run is after the moment, and is the next one of every moment up to it', () => {
    const anyExpression = fc
      .tuple(
        fc.constantFrom('0', '30', '*/10', '59'),
        fc.constantFrom('*', '2', '0', '*/3', '1-3'),
        fc.constantFrom('*', '1', '31'),
        fc.constantFrom('*', 'SUN', 'MON-FRI'),
      )
      .map(([minutes, hours, days, weekdays]) => `${minutes} ${hours} ${days} * ${weekdays}`);
    const anyZone = fc.constantFrom('Europe/Berlin', 'Africa/Cairo', 'Asia/Almaty', 'America/New_York', 'UTC');
    const year = Date.UTC(2024, 0, 1);
    fc.assert(
      fc.property(
        anyExpression,
        anyZone,
        fc.integer({ min: 0, max: 366 * 24 * 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (expression, zone, minutes, share) => {
          const after = instant(year + minutes * 60_000);
          const next = nextCron(expression, after, zone)!;
          expect(next).toBeGreaterThan(after);
          const between = instant(after + Math.floor((next - after - 1) * share));
          expect(nextCron(expression, between, zone)).toBe(next);
        },
      ),
      { numRuns: 300 },
    );
  });
  test.each([
    ['0 0 31 2 *', 'no next run'],
    ['61 * * * *', 'the minute "61" is not 0 to 59'],
    ['0 25 * * *', 'the hour "25" is not 0 to 23'],
    ['0 11 * * FOO', 'the weekday "FOO" is not 0 to 7 or SUN MON'],
    ['0 11 * JAN,FOO *', 'the month "JAN,FOO" is not 1 to 12 or JAN'],
    ['*/0 11 * * *', 'the minute "*/0": behind "/" stands how many to go on, from 1'],
    ['*/99 * * * *', 'a step of 99 is larger than the field'],
    ['0 0 * * FRI-MON', 'the weekday "FRI-MON": the range ends before it begins'],
    ['1- * * * *', 'the minute "1-" is not 0 to 59'],
    ['1,,2 * * * *', 'the minute "1,,2" is not 0 to 59'],
    ['* * * *', 'five fields'],
    ['0 0 * * * *', 'five fields'],
  ])('"%s" is refused', (expression, problem) => expect(cronProblem(expression)).toMatch(problem));
});
