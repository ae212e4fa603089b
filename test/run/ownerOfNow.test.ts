import { expect, test } from 'vitest';
import { openLiveShop } from './liveShop.js';

test('what a customer became after an order was placed is one change', async () => {
  const shop = await openLiveShop(`kind: Trigger
code: vip
name: A customer became important
on: {changed: customer.vip}
mode: parallel
do:
  - {id: tell, note: "{{ event.new }}"}
`);
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
