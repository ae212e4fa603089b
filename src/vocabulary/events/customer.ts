import type { EventWord } from '../word.js';

export const customerEvents: readonly EventWord[] = [
  {
    name: 'customer.created',
    doc: 'A customer was created.',
    carries: { customer: 'customer' },
    about: 'customer',
    example: {
      customer: { id: 7, firstName: 'Anna', email: 'anna@example.com', phones: [{ number: '+79990000001' }] },
    },
  },
  {
    name: 'customer.deleted',
    doc: 'A customer was deleted.',
    carries: { customer: 'customer' },
    about: 'customer',
    example: { customer: { id: 7 } },
  },
  {
    name: 'customer.merged',
    doc: 'A customer was merged into another: `customer` is the one that is gone, `combinedTo` the one that stays.',
    carries: { customer: 'customer', combinedTo: 'customer' },
    about: 'customer',
    example: { customer: { id: 8 }, combinedTo: { id: 7, firstName: 'Anna' } },
  },
  {
    name: 'customer.changed',
    doc: 'Fields of a customer changed.',
    carries: { customer: 'customer' },
    about: 'customer',
    raw: true,
    example: { customer: { id: 7 }, changes: [{ field: 'birthday', old: null, new: '1990-04-12' }] },
  },
];
