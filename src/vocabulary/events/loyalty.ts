import type { EventWord } from '../word.js';

const carries = { account: 'loyaltyAccount', operation: 'bonusOperation', customer: 'customer', order: 'order' };
const account = { id: 91, amount: 350, status: 'activated' };
const movements = [
  ['loyalty.credited', 'Bonuses were credited.', 'credit_for_order', 120],
  ['loyalty.charged', 'Bonuses were spent.', 'charge_for_order', -200],
  ['loyalty.expired', 'Bonuses expired.', 'burn', -50],
] as const;

export const loyaltyEvents: readonly EventWord[] = [
  ...movements.map(([name, doc, type, amount]) => ({
    name,
    doc,
    carries,
    about: 'account',
    example: { account, operation: { type, amount }, customer: { id: 7 } },
  })),
  {
    name: 'loyalty.levelChanged',
    doc: 'A customer reached another level of a loyalty program.',
    carries: { account: 'loyaltyAccount', customer: 'customer' },
    about: 'account',
    example: { account: { ...account, level: { id: 2, name: 'Gold' } }, customer: { id: 7 } },
  },
];
