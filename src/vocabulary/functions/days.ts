import { durationWord } from './durationWord.js';

export const days = durationWord('days', 'Days on the calendar of the zone, not multiples of 24 hours.', (count) => ({
  clock: 'calendar',
  months: 0,
  days: count,
}));
