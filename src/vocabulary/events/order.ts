import type { EventWord } from '../word.js';

const carries = { order: 'order', customer: 'customer' };

export const orderEvents: readonly EventWord[] = [
  {
    name: 'order.created',
    doc: 'An order was placed.',
    carries,
    about: 'order',
    example: {
      order: {
        id: 17,
        number: '17A',
        status: 'new',
        orderMethod: 'shopping-cart',
        totalSumm: 3490,
        items: [{ id: 1, quantity: 2, initialPrice: 1745, offer: { id: 5, article: 'TS-01', displayName: 'T-shirt' } }],
        payments: [{ id: 9, type: 'bank-card', status: 'not-paid', amount: 3490 }],
        delivery: { code: 'courier', cost: 0, date: '2026-03-05', address: { city: 'Moscow' } },
        customer: { id: 7 },
      },
      customer: { id: 7, firstName: 'Anna', email: 'anna@example.com', phones: [{ number: '+79990000001' }] },
    },
  },
  {
    name: 'order.deleted',
    doc: 'An order was deleted.',
    carries,
    about: 'order',
    example: { order: { id: 17, number: '17A' }, customer: { id: 7 } },
  },
  {
    name: 'order.changed',
    doc: 'Fields of an order changed.',
    carries,
    about: 'order',
    raw: true,
    example: { order: { id: 17 }, customer: { id: 7 }, changes: [{ field: 'status', old: 'new', new: 'assembling' }] },
  },
];
