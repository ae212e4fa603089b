import { expect, test } from 'vitest';
import { openLiveShop } from './liveShop.js';

test('what an order costs after its lines changed is known, although the history does not tell it', async () => {
  const shop = await openLiveShop(`kind: Trigger
code: grown
name: The order grew
on: {event: item.added}
when: order.totalSumm > 1000
do:
  - {id: tell, task: {text: "{{ order.totalSumm }}"}}
---
kind: Trigger
code: dearer
name: The order became dearer
on: {changed: order.totalSumm}
do:
  - {id: tell, task: {text: "{{ event.old }} → {{ event.new }}"}}
`);
  const line = (initialPrice: number) => ({ productName: 'Tea', initialPrice, quantity: 1 });
  const order = await shop.order({ items: [line(400)] });
  await shop.runDone();
  shop.pass('1m');
  await shop.change(order, { items: [line(400), line(900)] });
  await shop.runDone();
  shop.pass('1m');
  await shop.change(order, { discountManualAmount: 300 });
  await shop.runDone();
  expect((await shop.tasks()).map(({ text }) => text)).toEqual(['400 → 1300', '1300', '1300 → 1000']);
});
