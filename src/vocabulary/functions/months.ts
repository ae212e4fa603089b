import { durationWord } from './durationWord.js';

export const months = durationWord(
  'months',
  'Months on the calendar of the zone, not multiples of 24 hours.',
  (count) => ({ clock: 'calendar', months: count, days: 0 }),
);
