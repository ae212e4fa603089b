import type { Entity } from '../../language/scope.js';
import type { Change } from '../../model/event.js';
import { isObject } from '../../model/json.js';
import { remembered } from '../../model/remembered.js';

/** Where the world keeps what triggers know by its own name: a customer's cart, an order's payments. */
const homes: Readonly<Record<string, string>> = {
  cart: 'customer.cart',
  loyaltyAccount: 'customer.loyaltyAccount',
  payment: 'order.payments',
  item: 'order.items',
  delivery: 'order.delivery',
};

/** The name under which the world reports changes of a field: `payment.status` → `order.payments.status`. */
export function worldPath(path: string): string {
  const dot = path.indexOf('.');
  const first = dot < 0 ? path : path.slice(0, dot);
  const home = homes[first];
  return home === undefined ? path : home + path.slice(first.length);
}

/** The other way round: `order.payments.status` → `payment.status`, as triggers and steps write it. */
export function shortPath(path: string): string {
  const home = Object.entries(homes).find(([, whole]) => path.startsWith(`${whole}.`));
  return home === undefined ? path : home[0] + path.slice(home[1].length);
}

/** What an order consists of, and the names by which triggers know one of each. */
const partsOfOrder = new Map([
  ['payments', 'payment'],
  ['items', 'item'],
  ['delivery', 'delivery'],
] as const);
type Part = Parameters<typeof partsOfOrder.get>[0];

/** What a field belongs to inside of an order: `order.payments.status` to a `payment`. */
export function partOfPath(path: string): 'payment' | 'item' | 'delivery' | undefined {
  const [entity, member, field] = worldPath(path).split('.');
  return entity === 'order' && field !== undefined ? partsOfOrder.get(member as Part) : undefined;
}

/** The payment, line or delivery of an order that a change is about, under its name; nothing when it cannot be told which. */
export function changedPart({ field, element }: Change, order: Entity | undefined): Readonly<Record<string, Entity>> {
  const name = partOfPath(field);
  if (name === undefined || order === undefined) return {};
  const part = order[field.split('.')[1]!];
  const list = (Array.isArray(part) ? part : [part]).filter(isObject);
  const isMeant = ({ id, externalId }: Entity): boolean => String(id ?? externalId) === String(element);
  const found = element === undefined ? (list.length === 1 ? list[0] : undefined) : list.find(isMeant);
  return found === undefined ? {} : { [name]: found };
}

export function entityOfPath(path: string): 'order' | 'customer' {
  return worldPath(path).startsWith('customer') ? 'customer' : 'order';
}

/** The path below its entity: `order.status` → `status`, `cart.updatedAt` → `cart.updatedAt` of the customer. */
export const fieldOfPath = remembered((path) => {
  const whole = worldPath(path);
  return whole.slice(whole.indexOf('.') + 1);
});

export function valueAtPath(entity: Entity, field: string): unknown {
  let value: unknown = entity;
  for (const member of field.split('.')) {
    if (!isObject(value)) return undefined;
    value = value[member];
  }
  return value;
}
