import type { Ambient } from '../language/scope.js';
import { zoneOf } from '../vocabulary/zoneOf.js';

/** Zone of those whom something concerns, by their ids. */
export function zoneFor(
  ambient: Pick<Ambient, 'world' | 'zone' | 'memo'>,
  { order, customer }: { readonly order?: string | undefined; readonly customer?: string | undefined },
): string {
  const { world } = ambient;
  return zoneOf(
    {
      customer: customer === undefined ? undefined : world.customer(customer),
      order: order === undefined ? undefined : world.order(order),
    },
    ambient,
  );
}
