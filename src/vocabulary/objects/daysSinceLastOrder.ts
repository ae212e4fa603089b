import type { Ambient, Entity } from '../../language/scope.js';
import { instant } from '../../model/instant.js';
import type { Instant } from '../../model/instant.js';
import { lastOrderAt } from './orders.js';

const day = 86_400_000;

export function daysSinceLastOrder(customer: Entity, ambient: Ambient): number | undefined {
  const last = lastOrderAt(customer, ambient);
  return last === undefined ? undefined : Math.floor((ambient.now - last) / day);
}

/**
 * The count reaches `n` exactly `n` days after the last order. A comparison with `c` can change when the count
 * reaches `c`, and when it goes past it.
 */
export function daysSinceLastOrderCrosses(
  customer: Entity,
  constants: readonly number[],
  ambient: Ambient,
): readonly Instant[] {
  const last = lastOrderAt(customer, ambient);
  if (last === undefined) return [];
  const moments: Instant[] = [];
  for (const count of countsAt(constants)) {
    const at = last + count * day;
    if (at > ambient.now) moments.push(instant(at));
  }
  return moments;
}

const known = new WeakMap<readonly number[], readonly number[]>();

/** Counts at which a comparison with one of the constants changes, smallest first; a million customers ask with the same constants. */
function countsAt(constants: readonly number[]): readonly number[] {
  let counts = known.get(constants);
  if (counts === undefined) {
    const all = constants.flatMap((constant) => [Math.ceil(constant), Math.floor(constant) + 1]);
    known.set(constants, (counts = [...new Set(all)].sort((a, b) => a - b)));
  }
  return counts;
}
