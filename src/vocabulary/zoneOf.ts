import type { Ambient } from '../language/scope.js';
import { homeZone } from '../model/homeZone.js';
import { isObject } from '../model/json.js';

/** The memo that keeps to which zone the latest order of a customer went that says it. */
export function deliveredMemo(customer: string): string {
  return `delivered:customer/${customer}`;
}

/** Zone in which a customer lives, as far as the card, the order at hand and the orders before it tell (`homeZone`). */
export function zoneOf(
  { customer, order }: { readonly customer?: unknown; readonly order?: unknown },
  { zone, memo }: Pick<Ambient, 'zone' | 'memo'>,
): string {
  const owner = isObject(order) ? idOf(order['customer']) : undefined;
  const id = idOf(customer) ?? owner;
  // In a loop the order at hand may be somebody else's.
  const own = owner === undefined || owner === id ? order : undefined;
  return homeZone(customer, zone, own, () => (id === undefined ? undefined : memo?.(deliveredMemo(id))));
}

function idOf(entity: unknown): string | undefined {
  const id = isObject(entity) ? entity['id'] : undefined;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}
