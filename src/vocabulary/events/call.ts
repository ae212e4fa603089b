import type { EventWord } from '../word.js';

const directions = [
  ['call.missed', 'A customer called and nobody answered.', 'in', 'no answer'],
  ['call.incoming', 'A customer called.', 'in', 'answered'],
  ['call.outgoing', 'An employee called a customer.', 'out', 'busy'],
] as const;

export const callEvents: readonly EventWord[] = directions.map(([name, doc, type, result]) => ({
  name,
  doc,
  carries: { call: 'call', customer: 'customer', order: 'order' },
  about: 'call',
  example: { call: { id: 31, type, phone: '+79990000001', result, date: '2026-03-02 10:15:00' }, customer: { id: 7 } },
}));
