import type { EventWord } from '../word.js';

export const pageEvents: readonly EventWord[] = [
  {
    name: 'page.viewed',
    doc: 'A page of the site was viewed: a product, a category, a search or an article (`page.kind`).',
    carries: { page: 'page', customer: 'customer' },
    about: 'page',
    example: { page: { kind: 'product', url: '/t-shirt', offer: { id: 5 } }, customer: { id: 7 } },
  },
];
