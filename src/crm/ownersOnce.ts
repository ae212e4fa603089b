import type { Event } from '../model/event.js';
import { isObject } from '../model/json.js';

type Data = Readonly<Record<string, unknown>>;

/**
 * The CRM tells the birth of an order with its customer as he is when somebody reads it, which may be years later. Of one who is known
 * already his own history tells what became of him and when, so his order says no more than that it is his; but for telephone numbers,
 * which the birth of a customer leaves out, when none is known. Events come in the order of time; who was met among them is known, too.
 */
export function ownersOnce(known: (customer: string) => Data | undefined): (event: Event) => Event {
  /** Those who were met, and whether a number of theirs was told. */
  const met = new Map<string, boolean>();
  const meet = (id: string, told: boolean): void => void met.set(id, told || met.get(id) === true);
  return (event) => {
    const { data, type } = event;
    if (type === 'customer.created') meet(idOf(data.customer), hasPhones(data.customer));
    else if (type === 'customer.changed' && data.changes?.some(({ field }) => field === 'phones'))
      meet(idOf(data.customer), true);
    const owner: unknown = type === 'order.created' ? data.order?.['customer'] : undefined;
    if (!isObject(owner) || owner['id'] === undefined) return event;
    const id = idOf(owner);
    const before = known(id);
    const isNew = before === undefined && !met.has(id);
    const told = hasPhones(before) || met.get(id) === true;
    meet(id, hasPhones(owner));
    if (isNew) return event;
    const customer = { id: owner['id'], ...(!told && hasPhones(owner) && { phones: owner['phones'] }) };
    return { ...event, data: { ...data, order: { ...data.order, customer } } };
  };
}

function idOf(named: unknown): string {
  return isObject(named) ? String(named['id']) : '';
}

function hasPhones(customer: unknown): boolean {
  return isObject(customer) && Array.isArray(customer['phones']) && customer['phones'].length > 0;
}
