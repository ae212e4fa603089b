import type { EventWord } from '../word.js';

const carries = { item: 'item', order: 'order', customer: 'customer' };
const example = {
  item: { id: 2, quantity: 1, initialPrice: 490, offer: { id: 6, article: 'SK-02' } },
  order: { id: 17 },
  customer: { id: 7 },
};

export const itemEvents: readonly EventWord[] = [
  { name: 'item.added', doc: 'A line was added to an order that existed.', carries, about: 'item', example },
  { name: 'item.removed', doc: 'A line was removed from an order.', carries, about: 'item', example },
];
