import { expect, test } from 'vitest';
import { openLiveShop } from './liveShop.js';

const vip = `kind: Trigger
code: vip
name: A customer became important
on: {changed: customer.vip}
mode: parallel
do:
  - {id: tell, note: "{{ event.new }}"}
`;

test('what a customer became after an order was placed is one change', async () => {
  const shop = await openLiveShop(vip);
  const customer = await shop.customer();
  await shop.runDone();
  shop.pass('1m');
  await shop.order({ customer: { id: customer } });
  shop.pass('1m');
  const body = { by: 'id', customer: { vip: true } };
  await shop.people.call({ method: 'POST', path: `customers/${customer}/edit`, body });
  shop.pass('1m');
  await shop.runDone();
  shop.pass('1m');
  await shop.runDone();
  expect(await shop.notes()).toHaveLength(1);
});

test('what the shop posts of a customer with an order is meant as it stands', async () => {
  const shop = await openLiveShop(vip);
  const customer = await shop.customer();
  await shop.runDone();
  const event = { id: 'e', source: 'shop', type: 'order.created', time: new Date(shop.now()).toISOString() };
  const order = { id: 900, status: 'new', customer: { id: customer, vip: true } };
  await shop.automation.sendEvents([{ ...event, data: { order } }]);
  await shop.runDone();
  expect(await shop.notes()).toHaveLength(1);
});
