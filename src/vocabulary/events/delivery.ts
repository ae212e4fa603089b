import type { EventWord } from '../word.js';

export const deliveryEvents: readonly EventWord[] = [
  {
    name: 'delivery.changed',
    doc: 'Fields of a delivery changed.',
    carries: { delivery: 'delivery', order: 'order', customer: 'customer' },
    about: 'delivery',
    raw: true,
    example: {
      delivery: { code: 'courier', data: { trackNumber: 'RU1' } },
      order: { id: 17 },
      customer: { id: 7 },
      changes: [{ field: 'delivery.data.trackNumber', old: null, new: 'RU1' }],
    },
  },
];
