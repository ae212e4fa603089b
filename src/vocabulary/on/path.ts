import type { Entity } from '../../language/scope.js';
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
