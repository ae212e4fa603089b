import type { FunctionWord } from '../../language/scope.js';
import { codeOf, number, object, string } from '../../language/valueType.js';
import { availableOf } from '../stock/stock.js';

export const stock: FunctionWord = {
  name: 'stock',
  doc: 'Pieces of an offer (or of an article) that no order holds, in a store or in all: what `stock.changed` told last, less what `reserve` took. Missing when nothing is known.',
  example: 'order.items.all(i, stock(i.offer) >= i.quantity)',
  overloads: [
    { parameters: [object('offer')], result: number },
    { parameters: [object('offer'), codeOf('store')], result: number },
    { parameters: [string], result: number },
    { parameters: [string, codeOf('store')], result: number },
  ],
  evaluate: ([offer, store], { memo }) =>
    offer === undefined
      ? undefined
      : availableOf(offer, typeof store === 'string' ? store : undefined, memo ?? nothing),
};

function nothing(): undefined {
  return undefined;
}
