import { formatInstant, instant, type Instant } from '../../model/instant.js';
import { day, hour } from '../../model/zone.js';
import type { DemoCustomer } from '../customers.js';
import type { Dice } from '../random.js';
import type { Happening } from '../happening.js';
import { startLife, type Life } from './life.js';
import type { Telling } from './telling.js';

/** Beside tea: what is used up, what grows with a child, what wants something with it, and what is dear. */
const goods = [
  { id: 201, article: 'COF-01', displayName: 'Кофе в зёрнах, 1 кг', price: 1900, groups: ['coffee'] },
  { id: 202, article: 'FLT-01', displayName: 'Фильтр для воды', price: 900, groups: ['filters'] },
  {
    id: 203,
    article: 'NAP-02',
    displayName: 'Подгузники',
    price: 1600,
    groups: ['nappies'],
    properties: { size: '2' },
  },
  { id: 204, article: 'BAB-01', displayName: 'Комбинезон', price: 2400, groups: ['babies'] },
  { id: 205, article: 'TPT-01', displayName: 'Чайник фарфоровый', price: 3900, groups: ['teapots'] },
  { id: 206, article: 'SRV-01', displayName: 'Сервиз на двенадцать персон', price: 58_000, groups: ['dishes'] },
];
const weights = [40, 12, 14, 10, 14, 10];
const dear = 10_000;
const care = { article: 'CARE-01', displayName: 'Средство для ухода', groups: ['care'] };
const people = [2, 3, 4];
const parcelSteps = ['accepted', 'sent', 'in-city', 'out-for-delivery'];

/** Something for the house; coffee often once more, and again, every ten days. */
export function householdStory(customer: DemoCustomer, placedAt: Instant, telling: Telling): readonly Happening[] {
  const { dice } = telling;
  const article = goods[dice.weighted(weights)]!;
  const times = article.groups.includes('coffee') && dice.chance(0.3) ? 3 : 1;
  return Array.from({ length: times }, (_, index) =>
    orderLife(article, customer, instant(placedAt + index * 10 * day), telling),
  ).flat();
}

/** An order in which people fill in whatever a card can hold: supplier, address, who did what, the parcel's way, a score. */
function orderLife(
  { displayName, price, ...offer }: (typeof goods)[number],
  customer: DemoCustomer,
  placedAt: Instant,
  telling: Telling,
): readonly Happening[] {
  const { dice } = telling;
  const id = telling.next();
  const by = { source: 'user', user: dice.pick(people) };
  const life = startLife(id, customer, placedAt, telling, by);
  const isPickup = dice.chance(0.3);
  const item = { id: id * 10, quantity: 1, initialPrice: price, offer: { ...offer, displayName } };
  const order = {
    id,
    number: `${id}A`,
    status: 'new',
    orderType: 'eshop-individual',
    orderMethod: 'shopping-cart',
    managerId: by.user,
    firstName: customer.firstName,
    phone: customer.phones[0]?.number,
    email: customer.email,
    summ: price,
    totalSumm: price,
    items: [item],
    delivery: isPickup
      ? { code: 'self-delivery', cost: 0 }
      : { code: 'courier', cost: 0, address: { text: 'Москва, Садовая, 1', city: 'Москва' } },
    payments: [{ id, type: 'cash', status: 'not-paid', amount: price }],
    customer: { id: customer.id },
  };
  life.tell('order.created', { order, customer });
  life.later(0, 2, hour);
  life.atWork();
  if (price >= dear && dice.chance(0.6)) {
    life.move('thinking');
    life.later(20, 60, hour);
    life.atWork();
  }
  agree(life, id, dice);
  for (const status of ['send-to-assembling', 'assembling', 'assembling-complete', 'send-to-delivery']) {
    life.later(1, 6, hour);
    life.atWork();
    life.move(status);
  }
  if (isPickup) {
    life.later(4, 24, hour);
    life.move('at-pickup');
    life.later(2, 60, hour);
    life.atWork();
  } else travel(life);
  life.move('complete', { field: 'payments.status', old: 'not-paid', new: 'paid' });
  look(life, customer, dice);
  if (offer.groups.includes('babies') && dice.chance(0.5))
    life.tell('customer.changed', {
      customer: { id: customer.id },
      changes: [{ field: 'customFields.childBirthday', old: null, new: dateOf(life.at - 150 * day) }],
    });
  return life.told;
}

/** A line more on the telephone, goods that a supplier has to bring, an invoice. */
function agree(life: Life, id: number, dice: Dice): void {
  if (dice.chance(0.3))
    life.tell('item.added', {
      item: { id: id * 10 + 1, quantity: 1, initialPrice: 450, offer: { id: 301, ...care } },
      order: { id },
      by: { source: 'user', user: people[0] },
    });
  if (dice.chance(0.3)) {
    life.change(
      dice.chance(0.5)
        ? { field: 'customFields.supplier', old: null, new: dice.pick(['north', 'south']) }
        : { field: 'customFields.supplierOrderDate', old: null, new: dateOf(life.at + 2 * day) },
    );
    life.later(70, 90, hour);
    life.atWork();
  }
  if (dice.chance(0.2)) {
    life.move('invoiced');
    life.later(20, 60, hour);
    life.atWork();
  }
  life.move('client-confirmed');
}

function travel(life: Life): void {
  let before: string | null = null;
  for (const step of parcelSteps) {
    life.later(4, 20, hour);
    life.change({ field: 'delivery.data.status', old: before, new: step });
    before = step;
  }
  life.later(1, 8, hour);
}

/** What the buyer says when he is called, and now and then a wish to be left alone. */
function look(life: Life, customer: DemoCustomer, dice: Dice): void {
  life.later(24, 72, hour);
  life.atWork();
  if (dice.chance(0.5)) {
    const score = [2, 3, 4, 5][dice.weighted([1, 1, 3, 5])]!;
    life.change({ field: 'customFields.satisfaction', old: null, new: score });
  }
  if (!dice.chance(0.06)) return;
  const wish = dice.chance(0.5)
    ? { field: 'customFields.leaveAlone', old: null, new: true }
    : { field: 'customFields.cancelAutomation', old: null, new: 'abandoned-cart' };
  life.tell('customer.changed', { customer: { id: customer.id }, changes: [wish] });
}

function dateOf(at: number): string {
  return formatInstant(instant(at)).slice(0, 10);
}
