import type { Entity } from '../../language/scope.js';
import { entitiesOf, numberOf } from './entity.js';

export function cartSum(cart: Entity): number {
  return entitiesOf(cart['items']).reduce((sum, item) => sum + cartItemSum(item), 0);
}

export function cartItemSum(item: Entity): number {
  return numberOf(item['quantity']) * numberOf(item['price']);
}
