import { durationWord } from './durationWord.js';

export const weeks = durationWord(
  'weeks',
  'Weeks on the calendar of the zone, not multiples of 24 hours.',
  (count) => ({ clock: 'calendar', months: 0, days: count * 7 }),
);
