import type { Event } from '../../model/event.js';
import { homeZone, zoneOfCard, zoneOfDelivery } from '../../model/homeZone.js';
import type { Instance } from '../../model/instance.js';
import { remembered } from '../../model/remembered.js';
import { deliveredMemo } from '../../vocabulary/zoneOf.js';
import type { Work } from '../work.js';
import type { Applied } from '../world.js';
import { rearmDeadlines } from './deadlines.js';
import { moveWait } from './moveWait.js';

/**
 * Keeps where the orders of a customer go, who may live there; and where the event moved somebody to another zone, moves all that waits
 * for a moment of his (docs/engine.md#time).
 */
export function resettle(work: Work, event: Event, applied: Applied): void {
  const { order, customer, changes, merged, isNew } = applied;
  const ofOrder = changes.some(({ field }) => isOfOrder(field));
  const zone =
    order === undefined ? undefined : zoneOfDelivery(ofOrder ? work.state.world.order(order) : event.data.order);
  const goes = zone !== undefined && customer !== undefined && learnDelivery(work, customer, zone);
  // Of those who are new nothing waits yet.
  if (isNew.order && isNew.customer) return;
  if (customer !== undefined && (goes || merged !== undefined || changes.some(({ field }) => isOfCard(field))))
    return moveAll(work, { order, customer });
  if (ofOrder) moveAll(work, { order });
}

const isOfCard = remembered((field) => /^customer\.(timezone|customFields\.timezone|address|phones)(\.|$)/.test(field));
const isOfOrder = remembered((field) => /^order\.(delivery\.address|countryIso|phone|customer)(\.|$)/.test(field));

/** Whether the customer has moved to another zone, as far as anybody can tell. */
function learnDelivery({ state, program }: Work, customer: string, zone: string): boolean {
  const name = deliveredMemo(customer);
  const before = state.memo(name);
  if (zone === before) return false;
  state.setMemo(name, zone);
  const card = state.world.customer(customer) ?? {};
  return zoneOfCard(card) === undefined && homeZone(card, program.zone, undefined, () => before) !== zone;
}

/** Where the orders of a customer went who was merged; the survivor's own come first. */
export function mergeDelivered({ state }: Work, gone: string, survivor: string): void {
  const zone = state.memo(deliveredMemo(gone));
  if (zone !== undefined && state.memo(deliveredMemo(survivor)) === undefined)
    state.setMemo(deliveredMemo(survivor), zone);
}

interface Subject {
  readonly order?: string | undefined;
  readonly customer?: string;
}

function moveAll(work: Work, { order, customer }: Subject): void {
  rearmDeadlines(work, order, customer);
  const about = { ...(order !== undefined && { order }), ...(customer !== undefined && { customer }) };
  const known = new Map<string, Instance>();
  for (const each of [about, ...(order !== undefined && customer !== undefined ? [{ customer }] : [])])
    for (const instance of work.state.concerning(each)) known.set(instance.id, instance);
  for (const instance of known.values()) moveWait(work, instance);
}
