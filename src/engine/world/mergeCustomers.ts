import type { EntityRecord, WorldStore } from '../state.js';

/**
 * `customer.merged`: the orders of the customer that is gone go to the survivor, who also gets what it does not have
 * itself; the other counts as deleted.
 */
export function mergeCustomers(world: WorldStore, gone: string, survivor: string): void {
  for (const order of world.ordersOf(gone)) moveOrder(world, String(order['id']), survivor);
  const old = world.record('customer', gone);
  if (!old) return;
  const kept = world.record('customer', survivor);
  if (kept) world.put('customer', survivor, inherit(kept, old));
  world.put('customer', gone, { ...old, deleted: true });
}

function moveOrder(world: WorldStore, id: string, survivor: string): void {
  const order = world.record('order', id);
  const customer = world.record('customer', survivor);
  if (order)
    world.put('order', id, { ...order, data: { ...order.data, customer: { id: customer?.data['id'] ?? survivor } } });
}

/** The survivor's own values win; it is as old as the older of the two. */
function inherit(kept: EntityRecord, gone: EntityRecord): EntityRecord {
  return {
    ...kept,
    data: { ...gone.data, ...kept.data },
    createdAt: gone.createdAt < kept.createdAt ? gone.createdAt : kept.createdAt,
  };
}
