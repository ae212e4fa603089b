import type { CrmClient } from '../crm/client.js';
import type { Change } from '../model/event.js';
import { isObject } from '../model/json.js';
import type { Arrival } from './arrival.js';
import type { RunnerStore } from './store.js';

/** What the CRM computes from an order's lines, delivery and discounts, and never tells in its history. */
const sums = ['summ', 'totalSumm', 'prepaySum', 'purchaseSumm'];
const causes = /^(items|delivery|discount|payments|personalDiscount|bonus)/i;
const ordersAtOnce = 50;

/**
 * The history says that a line changed, not what the order costs now: the sums of orders that were touched so are read again, and come
 * with the last event that touched them.
 */
export async function withSums(
  crm: CrmClient,
  store: RunnerStore,
  arrivals: readonly Arrival[],
): Promise<readonly Arrival[]> {
  const last = new Map<string, number>();
  arrivals.forEach(({ event }, index) => {
    const id = event.data.order?.['id'];
    if (id !== undefined && movesSums(event)) last.set(String(id), index);
  });
  if (last.size === 0) return arrivals;
  const found = new Map<number, Readonly<Record<string, unknown>>>();
  const ids = [...last.keys()];
  for (let start = 0; start < ids.length; start += ordersAtOnce) {
    const filter = { ids: ids.slice(start, start + ordersAtOnce) };
    const orders = await crm.list({ method: 'GET', path: 'orders', query: { filter } }, 'orders');
    for (const order of Object.values(orders).filter(isObject))
      found.set(last.get(String(order['id'])) ?? -1, sumsOf(order));
  }
  return arrivals.map((arrival, index) => {
    const known = found.get(index);
    if (known === undefined) return arrival;
    const { event } = arrival;
    const { changes, order } = event.data;
    const data = {
      ...event.data,
      order: { ...order, ...known },
      ...(changes && { changes: [...changes, ...differences(store, order, known)] }),
    };
    return { ...arrival, event: { ...event, data } };
  });
}

/** Sums that moved are changes like others: triggers may start on them. */
function differences(store: RunnerStore, order: Order, known: Order): readonly Change[] {
  const before = store.state.world.order(String(order?.['id'])) ?? {};
  return Object.entries(known ?? {})
    .filter(([field, value]) => before[field] !== value)
    .map(([field, value]) => ({ field, old: before[field] ?? null, new: value }));
}

type Order = Readonly<Record<string, unknown>> | undefined;

/** A birth tells the whole order, sums included. */
function movesSums({ type, data }: Arrival['event']): boolean {
  if (type === 'order.created' || type === 'order.deleted') return false;
  return (
    type.startsWith('item.') ||
    type === 'payment.changed' ||
    (data.changes ?? []).some(({ field }) => causes.test(field))
  );
}

function sumsOf(order: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(sums.filter((name) => order[name] !== undefined).map((name) => [name, order[name]]));
}
