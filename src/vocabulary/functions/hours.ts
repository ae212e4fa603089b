import { durationWord } from './durationWord.js';

export const hours = durationWord('hours', 'Hours, elapsed time.', (count) => ({
  clock: 'elapsed',
  milliseconds: count * 3_600_000,
}));
