import { expect, test } from 'vitest';
import { meantDuration } from '../../../src/language/walk/meantDuration.js';

test.each([
  ['1 day', '1d'],
  ['10 days', '10d'],
  ['1day', '1d'],
  ['30 m', '30m'],
  ['5 min.', '5m'],
  ['4 Hours', '4h'],
  ['2 weeks', '2w'],
  ['3 months', '3mo'],
  ['3 дня', '3d'],
  ['5 дней', '5d'],
  ['2 часа', '2h'],
  ['10 минут', '10m'],
  ['6 месяцев', '6mo'],
  ['2 года', '2y'],
])('%s was meant as %s', (text, meant) => expect(meantDuration(text)).toBe(meant));

test.each(['soon', 'полчаса', '5 moons', '1 h 30 m', 'day 1', ''])('%j is anybody’s guess', (text) =>
  expect(meantDuration(text)).toBeUndefined(),
);
