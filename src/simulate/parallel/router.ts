import type { Event } from '../../model/event.js';
import { isObject } from '../../model/json.js';
import { createIdTable } from '../world/idTable.js';
import { SharedState } from './sharedState.js';

/** Whom a line is about; ids as text. */
export interface Subject {
  readonly customer?: string | undefined;
  readonly order?: string | undefined;
}

/** Which share of a log something belongs to: customers by their ids, orders with the customer they first came with. */
export interface Router {
  /** To be called for every line of the whole log, in the order of time. Throws `SharedState` when an order changes hands between shares. */
  route(subject: Subject): number;
  ofCustomer(id: string): number;
  /** `undefined`: no line was about it so far. */
  ofOrder(id: string): number | undefined;
}

export function createRouter(shares: number): Router {
  const orders = createIdTable<number>();
  const ofCustomer = (id: string): number => hashOf(id) % shares;
  return {
    route({ customer, order }) {
      const known = order === undefined ? undefined : orders.get(order);
      if (customer === undefined && order === undefined) return 0;
      const share = customer === undefined ? (known ?? hashOf(order!) % shares) : ofCustomer(customer);
      if (known !== undefined && known !== share) throw new SharedState('orders go from one customer to another');
      if (order !== undefined && known === undefined) orders.set(order, share);
      return share;
    },
    ofCustomer,
    ofOrder: (id) => orders.get(id),
  };
}

/**
 * The subject of a line that was not parsed; `unclear`: it has to be. A key with an object behind it cannot stand inside
 * a text, whose quotes are escaped; what else may deceive here, the guard of the state finds out.
 */
export function subjectInText(text: string): Subject | 'unclear' {
  const customer = idBehind(text, '"customer":');
  const order = idBehind(text, '"order":');
  return customer === 'unclear' || order === 'unclear' ? 'unclear' : { customer, order };
}

export function subjectOf({ data }: Event): Subject {
  const { order } = data;
  const inner = isObject(order) ? order['customer'] : undefined;
  return { customer: idOf(data.customer) ?? idOf(inner), order: idOf(order) ?? textOf(order) };
}

function idBehind(text: string, key: string): string | undefined {
  const found = text.indexOf(key);
  if (found < 0) return undefined;
  const start = found + key.length;
  if (!text.startsWith('{"id":', start)) return 'unclear';
  const id = start + 6;
  const end = endOfDigits(text, id);
  const after = text[end];
  return end > id && (after === ',' || after === '}') ? text.slice(id, end) : 'unclear';
}

function endOfDigits(text: string, start: number): number {
  let end = start;
  for (let code = text.charCodeAt(end); code >= 48 && code <= 57; code = text.charCodeAt(end)) end++;
  return end;
}

function idOf(entity: unknown): string | undefined {
  return isObject(entity) ? textOf(entity['id']) : undefined;
}

function textOf(id: unknown): string | undefined {
  return typeof id === 'string' ? id : typeof id === 'number' ? String(id) : undefined;
}

function hashOf(id: string): number {
  let hash = 7;
  for (let index = 0; index < id.length; index++) hash = (hash * 31 + id.charCodeAt(index)) >>> 0;
  return hash;
}
