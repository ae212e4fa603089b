import type { EventWord } from '../word.js';

const carries = { visit: 'visit', customer: 'customer' };

export const visitEvents: readonly EventWord[] = [
  {
    name: 'visit.started',
    doc: 'A known customer came to the site.',
    carries,
    about: 'visit',
    example: { visit: { id: 51, startedAt: '2026-03-02T10:00:00Z', landing: '/sale' }, customer: { id: 7 } },
  },
  {
    name: 'visit.ended',
    doc: 'A known customer left the site.',
    carries,
    about: 'visit',
    example: {
      visit: { id: 51, startedAt: '2026-03-02T10:00:00Z', endedAt: '2026-03-02T10:12:00Z', pages: 4 },
      customer: { id: 7 },
    },
  },
];
