import type { EventWord } from '../word.js';

const carries = { payment: 'payment', order: 'order', customer: 'customer' };

export const paymentEvents: readonly EventWord[] = [
  {
    name: 'payment.failed',
    doc: 'An attempt to pay did not succeed.',
    carries,
    about: 'payment',
    example: {
      payment: { id: 9, type: 'bank-card', status: 'fail', amount: 3490 },
      order: { id: 17 },
      customer: { id: 7 },
    },
  },
  {
    name: 'payment.changed',
    doc: 'Fields of a payment changed.',
    carries,
    about: 'payment',
    raw: true,
    example: {
      payment: { id: 9 },
      order: { id: 17 },
      customer: { id: 7 },
      changes: [{ field: 'payments.status', old: 'not-paid', new: 'paid' }],
    },
  },
];
