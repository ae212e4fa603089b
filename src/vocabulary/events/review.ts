import type { EventWord } from '../word.js';

export const reviewEvents: readonly EventWord[] = [
  {
    name: 'review.posted',
    doc: 'A review of an order or a product was posted.',
    carries: { review: 'review', order: 'order', customer: 'customer' },
    about: 'review',
    example: { review: { id: 61, score: 2, text: 'Came late', hasText: true }, order: { id: 17 }, customer: { id: 7 } },
  },
];
