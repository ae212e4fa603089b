import type { Instant } from '../../model/instant.js';
import type { DemoCustomer } from '../customers.js';
import { goods } from '../goods.js';
import type { Happening } from '../happening.js';
import { mobile } from './mobile.js';
import type { Telling } from './telling.js';

/** A sale at the till, as the accounting system tells it: of somebody who gave a number, known or not, or of nobody. */
export function receiptStory(customer: DemoCustomer, at: Instant, { dice, next }: Telling): readonly Happening[] {
  const number = `K-${next()}`;
  const { id, article, price } = dice.pick(goods);
  const phone = [customer.phones[0]?.number, mobile(next()), undefined][dice.weighted([60, 20, 20])];
  const data = {
    number,
    shop: 'main',
    sum: price,
    return: dice.chance(0.05),
    ...(phone !== undefined && { phone }),
    items: [{ quantity: 1, initialPrice: price, offer: { id, article } }],
  };
  return [{ at, type: 'custom.receipt', subject: `receipt/${number}`, data }];
}
