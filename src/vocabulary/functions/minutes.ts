import { durationWord } from './durationWord.js';

export const minutes = durationWord('minutes', 'Minutes, elapsed time.', (count) => ({
  clock: 'elapsed',
  milliseconds: count * 60_000,
}));
