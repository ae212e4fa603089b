/** Gives each expectation an effect of its own, if that is possible at all: the effect's index, or undefined. */
export function assign<E, W>(
  expected: readonly E[],
  effects: readonly W[],
  fits: (effect: W, expected: E) => boolean,
): readonly (number | undefined)[] {
  const ownerOf = new Map<number, number>();
  const find = (wanted: number, seen: Set<number>): boolean => {
    for (const [index, effect] of effects.entries()) {
      if (seen.has(index) || !fits(effect, expected[wanted]!)) continue;
      seen.add(index);
      const owner = ownerOf.get(index);
      // An effect that is taken is free when its owner finds another one.
      if (owner !== undefined && !find(owner, seen)) continue;
      ownerOf.set(index, wanted);
      return true;
    }
    return false;
  };
  expected.forEach((_, index) => find(index, new Set()));
  const found = new Map([...ownerOf].map(([effect, owner]) => [owner, effect]));
  return expected.map((_, index) => found.get(index));
}
