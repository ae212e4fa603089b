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
  const counts = constants.flatMap((constant) => [Math.ceil(constant), Math.floor(constant) + 1]);
  return [...new Set(counts)]
    .map((count) => instant(last + count * day))
    .filter((at) => at > ambient.now)
    .sort((a, b) => a - b);
}
