import type { Instant } from '../../model/instant.js';
import type { DemoCustomer } from '../customers.js';
import { goods } from '../goods.js';
import type { Happening } from '../happening.js';
import type { Telling } from './telling.js';

/** A price falls or rises, or goods arrive; nobody is needed for it. */
export function priceStory(_customer: DemoCustomer, at: Instant, { dice }: Telling): readonly Happening[] {
  const { id, article, price } = dice.pick(goods);
  const subject = `offer/${id}`;
  if (dice.chance(0.4)) {
    const quantity = dice.between(1, 40);
    const data = { offer: { id, article, quantity }, quantity, oldQuantity: 0, store: 'main' };
    return [{ at, type: 'stock.changed', subject, data }];
  }
  const now = Math.round(price * (dice.chance(0.7) ? 0.85 : 1.1));
  return [
    { at, type: 'price.changed', subject, data: { offer: { id, article, price: now }, price: now, oldPrice: price } },
  ];
}
