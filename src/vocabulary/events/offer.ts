import { amount, code } from '../objects/field.js';
import type { EventWord } from '../word.js';

/** What happens to the assortment; no customer is concerned. */
export const offerEvents: readonly EventWord[] = [
  {
    name: 'price.changed',
    doc: 'The price of an offer changed.',
    carries: { offer: 'offer' },
    members: {
      price: amount('New price.'),
      oldPrice: amount('Old price.'),
      priceType: code('priceType', 'Price type; missing: the base price.'),
    },
    about: 'offer',
    example: { offer: { id: 5, article: 'TS-01', price: 1490 }, price: 1490, oldPrice: 1745 },
  },
  {
    name: 'stock.changed',
    doc: 'The stock of an offer changed.',
    carries: { offer: 'offer' },
    members: {
      quantity: amount('Pieces now.'),
      oldQuantity: amount('Pieces before.'),
      store: code('store', 'Store; missing: all stores together.'),
    },
    about: 'offer',
    example: { offer: { id: 5, article: 'TS-01', quantity: 12 }, quantity: 12, oldQuantity: 0, store: 'main' },
  },
];
