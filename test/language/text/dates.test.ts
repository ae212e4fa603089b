import { describe, expect, test } from 'vitest';
import { formatDate, modifyDate } from '../../../src/language/text/dates.js';
import { parseInstant } from '../../../src/model/instant.js';

const at = (text: string) => parseInstant(text)!;
const moscow = 'Europe/Moscow';

describe('date: the letters of PHP', () => {
  const moment = at('2026-03-02T06:05:09.040Z');
  test.each([
    ['d.m.Y H:i:s', '02.03.2026 09:05:09'],
    ['j n y G g h A a', '2 3 26 9 9 09 AM am'],
    ['D, l, N, w', 'Mon, Monday, 1, 1'],
    ['jS F M, t, L', '2nd March Mar, 31, 0'],
    ['z o-\\WW', '60 2026-W10'],
    ['c', '2026-03-02T09:05:09+03:00'],
    ['r', 'Mon, 02 Mar 2026 09:05:09 +0300'],
    ['U e v u', '1772431509 Europe/Moscow 040 040000'],
    ['\\d\\e \\Y', 'de Y'],
  ])('%s', (format, expected) => {
    expect(formatDate(moment, format, moscow)).toBe(expected);
  });

  test.each([
    ['2021-01-03T12:00:00Z', '2020-53'],
    ['2020-12-31T12:00:00Z', '2020-53'],
    ['2024-12-30T12:00:00Z', '2025-01'],
  ])('week of %s', (moment, week) => {
    expect(formatDate(at(moment), 'o-W', 'UTC')).toBe(week);
  });
});

describe('date_modify: words of strtotime', () => {
  test.each([
    ['+1 day', '2026-03-03 17:30'],
    ['1 day ago', '2026-03-01 17:30'],
    ['2 hours ago', '2026-03-02 15:30'],
    ['-2 weeks', '2026-02-16 17:30'],
    ['+1 week 2 days', '2026-03-11 17:30'],
    ['+1 month', '2026-04-02 17:30'],
    ['next month', '2026-04-02 17:30'],
    ['+90 minutes', '2026-03-02 19:00'],
    ['tomorrow 10:00', '2026-03-03 10:00'],
    ['yesterday', '2026-03-01 00:00'],
    ['noon', '2026-03-02 12:00'],
    ['first day of next month', '2026-04-01 17:30'],
    ['last day of this month midnight', '2026-03-31 00:00'],
    ['monday', '2026-03-02 00:00'],
    ['next monday', '2026-03-09 00:00'],
    ['friday 09:15', '2026-03-06 09:15'],
  ])('%s', (words, expected) => {
    const moved = modifyDate(at('2026-03-02T14:30:00Z'), words, moscow);
    expect(moved && formatDate(moved, 'Y-m-d H:i', moscow)).toBe(expected);
  });

  test('days keep the clock over a change of it, hours do not', () => {
    const before = at('2024-03-30T09:00:00Z');
    expect(formatDate(modifyDate(before, '+1 day', 'Europe/Berlin')!, 'd H:i', 'Europe/Berlin')).toBe('31 10:00');
    expect(formatDate(modifyDate(before, '+24 hours', 'Europe/Berlin')!, 'd H:i', 'Europe/Berlin')).toBe('31 11:00');
  });

  test.each(['', 'soon', '+1 parsec', '+ day', 'ago'])('"%s" cannot be read', (words) => {
    expect(modifyDate(at('2026-03-02T14:30:00Z'), words, moscow)).toBeUndefined();
  });
});
