import type { Entity } from '../../language/scope.js';
import { isObject } from '../../model/json.js';

/** Carts and loyalty accounts are kept with their customer; everything else of a path belongs to the order. */
const customerOwned = ['customer', 'cart', 'loyaltyAccount'];

export function entityOfPath(path: string): 'order' | 'customer' {
  return customerOwned.includes(path.split('.')[0]!) ? 'customer' : 'order';
}

/** The path below its entity: `order.status` → `status`, `cart.updatedAt` → `cart.updatedAt` of the customer. */
export function fieldOfPath(path: string): string {
  const [first, ...rest] = path.split('.');
  return first === 'order' || first === 'customer' ? rest.join('.') : path;
}

export function valueAtPath(entity: Entity, field: string): unknown {
  let value: unknown = entity;
  for (const member of field.split('.')) {
    if (!isObject(value)) return undefined;
    value = value[member];
  }
  return value;
}
