import { expect, test } from 'vitest';
import { ownersOnce } from '../../src/crm/ownersOnce.js';
import type { Event } from '../../src/model/event.js';
import { instant } from '../../src/model/instant.js';

const anna = { id: 7, firstName: 'Анна', vip: true };
const event = (type: string, data: Event['data']): Event => ({ id: type, source: 'crm', type, at: instant(0), data });
const birth = (id: number): Event => event('order.created', { order: { id, status: 'new', customer: anna } });

test('the first order tells of its customer, later ones whose they are', () => {
  const once = ownersOnce(() => undefined);
  expect([birth(1), birth(2)].map(once)).toEqual([
    birth(1),
    event('order.created', { order: { id: 2, status: 'new', customer: { id: 7 } } }),
  ]);
});

test('who was born before, or is known from earlier, is told of by his own history', () => {
  const met = ownersOnce(() => undefined);
  met(event('customer.created', { customer: anna }));
  const known = ownersOnce((customer) => (customer === '7' ? {} : undefined));
  for (const once of [met, known])
    expect(once(birth(1)).data.order).toEqual({ id: 1, status: 'new', customer: { id: 7 } });
});

test('nothing else is touched', () => {
  const once = ownersOnce(() => ({}));
  for (const each of [
    event('order.created', { order: { id: 1 } }),
    event('order.changed', { order: { id: 1, customer: anna } }),
    event('customer.created', { customer: anna }),
  ])
    expect(once(each)).toBe(each);
});

test('a telephone number that nobody told comes with the order, once', () => {
  const phones = [{ number: '+79990000001' }];
  const withPhones = (id: number): Event => event('order.created', { order: { id, customer: { ...anna, phones } } });
  const ownerIn = ({ data }: Event): unknown => data.order!['customer'];
  const once = ownersOnce(() => undefined);
  once(event('customer.created', { customer: anna }));
  expect([1, 2].map((id) => ownerIn(once(withPhones(id))))).toEqual([{ id: 7, phones }, { id: 7 }]);
  const told = ownersOnce(() => undefined);
  told(event('customer.created', { customer: anna }));
  told(event('customer.changed', { customer: { id: 7 }, changes: [{ field: 'phones', old: null, new: phones[0] }] }));
  told(birth(1));
  expect(ownerIn(told(withPhones(2)))).toEqual({ id: 7 });
  expect(ownerIn(ownersOnce(() => ({ phones }))(withPhones(1)))).toEqual({ id: 7 });
});
