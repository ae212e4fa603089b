import fc from 'fast-check';
import { dice } from '../../src/demo/random.js';

/** Many small choices at once, out of one number: fast-check's own would take longer than what is tested. */
export interface Luck {
  /** A whole number, both ends included. */
  between(low: number, high: number): number;
  pick<T>(from: readonly T[]): T;
  /** Once in so many times. */
  rarely(times: number): boolean;
  /** So many made by `make`. */
  some<T>(least: number, most: number, make: (index: number) => T): readonly T[];
}

export const anyLuck: fc.Arbitrary<Luck> = fc.integer({ min: 0, max: 2 ** 31 }).map((seed) => {
  const { between, pick, chance } = dice(seed);
  return {
    between,
    pick,
    rarely: (times) => chance(1 / times),
    some: (least, most, make) => Array.from({ length: between(least, most) }, (_, index) => make(index)),
  };
});
