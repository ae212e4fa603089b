import type { EventWord } from '../word.js';

const carries = { cart: 'cart', customer: 'customer' };
const cart = {
  link: 'https://shop.example.com/cart/7',
  items: [{ offer: { id: 5, displayName: 'T-shirt' }, quantity: 1, price: 1745 }],
};

export const cartEvents: readonly EventWord[] = [
  {
    name: 'cart.abandoned',
    doc: 'A cart with lines was left alone for 30 minutes.',
    carries,
    about: 'cart',
    example: { cart: { ...cart, droppedAt: '2026-03-02T10:30:00Z' }, customer: { id: 7 } },
  },
  {
    name: 'cart.changed',
    doc: 'A cart changed; one without lines was emptied.',
    carries,
    about: 'cart',
    raw: true,
    example: { cart: { ...cart, updatedAt: '2026-03-02T10:00:00Z' }, customer: { id: 7 } },
  },
];
