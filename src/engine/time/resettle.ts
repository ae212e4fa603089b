import type { Event } from '../../model/event.js';
import { homeZone, zoneOfCard, zoneOfDelivery } from '../../model/homeZone.js';
import type { Instance } from '../../model/instance.js';
import { instant, type Instant } from '../../model/instant.js';
import { remembered } from '../../model/remembered.js';
import { deliveredMemo } from '../../vocabulary/zoneOf.js';
import { askedAgainAt } from '../messages/askedAgain.js';
import { rearmDeadlines } from './deadlines.js';
import type { CompiledTrigger } from '../program.js';
import { contextOf } from '../steps/context.js';
import { suspend } from '../instances/save.js';
import { triggerOf, type Work } from '../work.js';
import type { Applied } from '../world.js';

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

/** Its moment is counted anew; one that is over by now comes now. */
function moveWait(work: Work, instance: Instance): void {
  const { wait } = instance;
  const trigger = triggerOf(work, instance);
  if (trigger === undefined || wait === undefined || !('due' in wait) || wait.due === undefined) return;
  const due = wait.for === 'admission' ? askedAgainAt(work, trigger, instance, wait) : dueNow(work, trigger, instance);
  if (due !== undefined && due !== wait.due)
    suspend(work, trigger, { ...instance }, { ...wait, due: instant(Math.max(due, work.now)) });
}

function dueNow(work: Work, trigger: CompiledTrigger, instance: Instance): Instant | undefined {
  const node = trigger.nodes[trigger.nodeOfPath.get(instance.step) ?? -1];
  if (node?.flow === undefined) return undefined;
  const verdict = node.flow.run(contextOf(work, { ...instance }, node));
  switch (verdict.do) {
    case 'wait':
      return verdict.until;
    case 'listen':
      return verdict.timeout;
    case 'enter':
      return work.now;
    default:
      // A loop that would end has its moment still to come.
      return node.flow.loops === true ? undefined : work.now;
  }
}
