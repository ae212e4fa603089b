import type { EventWord } from '../word.js';

export const suppressionEvents: readonly EventWord[] = (
  [
    ['added', 'An operator says that an address or a customer must not be written to any more.'],
    ['removed', 'An operator takes an address or a customer off the suppression list, whatever brought it there.'],
  ] as const
).map(([what, doc]) => ({
  name: `suppression.${what}`,
  doc,
  carries: { suppression: 'suppression', customer: 'customer' },
  about: 'suppression',
  example: { suppression: { address: 'anna@example.com' } },
}));
