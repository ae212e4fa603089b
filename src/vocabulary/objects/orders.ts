import type { Ambient, Entity } from '../../language/scope.js';
import type { Duration } from '../../model/duration.js';
import type { Instant } from '../../model/instant.js';
import { idOf } from './entity.js';
import { availableItemsOf } from './items.js';
import { momentOf } from '../../language/moment.js';

/** Orders of the customer that are not deleted, oldest first. */
export function ordersOf(customer: Entity, ambient: Ambient): readonly Entity[] {
  const id = idOf(customer);
  return id === undefined ? [] : ambient.world.ordersOf(id);
}

/** Orders that are complete: the status is in the CRM's standard group `complete`. */
export function purchasesOf(customer: Entity, ambient: Ambient): readonly Entity[] {
  return ordersOf(customer, ambient).filter((order) => {
    const status = order['status'];
    return typeof status === 'string' && ambient.facts.statusGroup(status) === 'complete';
  });
}

export function itemsBought(customer: Entity, ambient: Ambient): readonly Entity[] {
  return purchasesOf(customer, ambient).flatMap(availableItemsOf);
}

export function lastOrderAt(customer: Entity, ambient: Ambient): Instant | undefined {
  const last = ordersOf(customer, ambient).at(-1);
  return last && placedAt(last, ambient);
}

/** Average time between neighbouring purchases. */
export function purchaseInterval(customer: Entity, ambient: Ambient): Duration | undefined {
  const moments = purchasesOf(customer, ambient)
    .map((order) => placedAt(order, ambient))
    .filter((at) => at !== undefined);
  if (moments.length < 2) return undefined;
  const span = Math.max(...moments) - Math.min(...moments);
  return { clock: 'elapsed', milliseconds: Math.round(span / (moments.length - 1)) };
}

/** When an order was placed: as the CRM says, else when the world first saw it. */
export function placedAt(order: Entity, ambient: Ambient): Instant | undefined {
  const said = momentOf(order['createdAt'], ambient.zone);
  if (said !== undefined) return said;
  const id = idOf(order);
  return id === undefined ? undefined : ambient.world.createdAt('order', id);
}
