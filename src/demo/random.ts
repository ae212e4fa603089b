/** A seeded stream of numbers in [0, 1): the same seed tells the same story (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

export interface Dice {
  chance(share: number): boolean;
  /** A whole number, both ends included. */
  between(low: number, high: number): number;
  pick<T>(from: readonly T[]): T;
  /** An index, weighted. */
  weighted(weights: readonly number[]): number;
}

export function dice(seed: number): Dice {
  const random = seededRandom(seed);
  return {
    chance: (share) => random() < share,
    between: (low, high) => low + Math.floor(random() * (high - low + 1)),
    pick: (from) => from[Math.floor(random() * from.length)]!,
    weighted(weights) {
      let rest = random() * weights.reduce((sum, weight) => sum + weight, 0);
      const found = weights.findIndex((weight) => (rest -= weight) < 0);
      return found < 0 ? weights.length - 1 : found;
    },
  };
}
