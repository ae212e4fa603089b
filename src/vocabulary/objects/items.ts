import type { Entity } from '../../language/scope.js';
import { isObject } from '../../model/json.js';
import { entitiesOf, idOf, numberOf } from './entity.js';

/**
 * Lines of an order, each with a link to its order, so that a line still knows when it was bought. Computed once
 * per state of the order: entities are replaced, never changed in place.
 */
export function itemsOf(order: Entity): readonly Entity[] {
  const known = cache.get(order);
  if (known) return known;
  const id = idOf(order);
  const items = entitiesOf(order['items']).map((item) =>
    isObject(item['order']) || id === undefined
      ? item
      : { ...item, order: { id: order['id'], createdAt: order['createdAt'] } },
  );
  cache.set(order, items);
  return items;
}

export function availableItemsOf(order: Entity): readonly Entity[] {
  return itemsOf(order).filter((item) => item['isCanceled'] !== true);
}

/** Price of one unit after all discounts; of lines with several prices the average. */
export function priceOf(item: Entity): number {
  const quantity = pieces(item);
  return quantity === 0 ? unitPrice(item) : sumOf(item) / quantity;
}

/** What the line costs: its `prices` when the CRM gives them, else quantity × (initial price − discount a unit). */
export function sumOf(item: Entity): number {
  const prices = entitiesOf(item['prices']);
  if (prices.length === 0) return numberOf(item['quantity']) * unitPrice(item);
  return prices.reduce((sum, part) => sum + numberOf(part['price']) * numberOf(part['quantity']), 0);
}

/** Codes of the catalogue groups, as the line or its offer names them; a log's plain `category` counts as one. */
export function groupsOf(item: Entity): readonly string[] {
  const offer = isObject(item['offer']) ? item['offer'] : {};
  const groups = item['groups'] ?? offer['groups'] ?? item['category'] ?? [];
  return (Array.isArray(groups) ? groups : [groups]).flatMap((group) => {
    const code = isObject(group) ? (group['code'] ?? group['externalId'] ?? group['id']) : group;
    return typeof code === 'string' || typeof code === 'number' ? [String(code)] : [];
  });
}

function unitPrice(item: Entity): number {
  return numberOf(item['initialPrice']) - numberOf(item['discountTotal']);
}

function pieces(item: Entity): number {
  const prices = entitiesOf(item['prices']);
  return prices.length === 0
    ? numberOf(item['quantity'])
    : prices.reduce((sum, part) => sum + numberOf(part['quantity']), 0);
}

const cache = new WeakMap<Entity, readonly Entity[]>();
