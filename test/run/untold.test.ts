import { expect, test } from 'vitest';
import { openFaultyProxy } from './faultyProxy.js';
import { createCrmClient } from '../../src/crm/client.js';
import { openLiveShop, type LiveShop } from './liveShop.js';

const told = `kind: Trigger
code: tell
name: Tell of the order
on: {changed: order.managerComment}
do:
  - {id: tell, note: "{{ order.number }} {{ order.totalSumm }} {{ order.items[0].productName }} {{ order.payments[0].type }} {{ customer.firstName }}"}
---
kind: Trigger
code: moved
name: Tell of the customer
on: {changed: customer.vip}
do:
  - {id: tell, note: "{{ customer.firstName }} {{ customer.email }}"}
`;

/** A shop whose CRM keeps of its history only what is still to come. */
async function openOldShop() {
  const shop = await openLiveShop(told);
  const customer = await shop.customer({ firstName: 'Анна', email: 'anna@example.com' });
  const order = await shop.order({
    number: 'A-1',
    customer: { id: customer },
    items: [{ productName: 'Чай', initialPrice: 300, quantity: 2 }],
    payments: [{ type: 'cash' }],
  });
  shop.forgetHistory();
  shop.pass('1h');
  return { shop, customer, order };
}

/** Texts of the notes, without the marks of their effects. */
async function notesIn(shop: LiveShop): Promise<readonly string[]> {
  return (await shop.notes()).map(({ text }) => String(text).split('\n')[0]!);
}

test('an order that is older than the history is known whole from its first change on', async () => {
  const { shop, order } = await openOldShop();
  await shop.change(order, { managerComment: 'срочно' });
  await shop.runDone();
  expect(await notesIn(shop)).toEqual(['A-1 600 Чай cash Анна']);
});

test('so is a customer', async () => {
  const { shop, customer } = await openOldShop();
  await edit(shop, customer);
  await shop.runDone();
  expect(await notesIn(shop)).toEqual(['Анна anna@example.com']);
});

test('the CRM is asked once, and not of whom the history tells from the beginning', async () => {
  const { shop, order } = await openOldShop();
  const proxy = await openFaultyProxy(shop.url);
  const crm = createCrmClient({ url: proxy.url, key: shop.key });
  const asked = (what: string): number => proxy.asked.filter((each) => each === what).length;
  await shop.change(order, { managerComment: 'one' });
  await shop.runDone({ crm });
  expect([asked('GET orders'), asked('GET customers')]).toEqual([1, 0]);
  await shop.change(order, { managerComment: 'two' });
  const young = await shop.order({ customer: { id: await shop.customer() } });
  await shop.change(young, { managerComment: 'three' });
  await shop.runDone({ crm });
  expect([asked('GET orders'), asked('GET customers')]).toEqual([1, 0]);
  await crm.close();
});

test('of whom the CRM knows nothing any more the event says what it says', async () => {
  const { shop } = await openOldShop();
  const event = { id: 'e', source: 'shop', type: 'call.missed', time: new Date(shop.now()).toISOString() };
  await shop.automation.sendEvents([{ ...event, data: { customer: { id: 999 }, call: { phone: '+79990000001' } } }]);
  expect(await shop.runDone()).toMatchObject({ events: 1 });
});

async function edit(shop: LiveShop, customer: number): Promise<void> {
  const body = { by: 'id', customer: { vip: true } };
  await shop.people.call({ method: 'POST', path: `customers/${customer}/edit`, body });
}
