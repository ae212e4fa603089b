import { durationWord } from './durationWord.js';

export const years = durationWord(
  'years',
  'Years on the calendar of the zone, not multiples of 24 hours.',
  (count) => ({ clock: 'calendar', months: count * 12, days: 0 }),
);
