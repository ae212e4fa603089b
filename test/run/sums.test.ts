import { expect, onTestFinished, test } from 'vitest';
import type { CrmClient } from '../../src/crm/client.js';
import type { Event } from '../../src/model/event.js';
import { instant } from '../../src/model/instant.js';
import { openRunnerStore } from '../../src/run/store.js';
import { withSums } from '../../src/run/sums.js';
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

test('of the sums those are changes that moved; they come with the last event that touched the lines', async () => {
  const store = openRunnerStore(':memory:', () => instant(0));
  onTestFinished(() => store.close());
  const data = { id: 1, summ: 100, totalSumm: 120 };
  store.transaction(() => store.state.world.put('order', '1', { data, since: {}, createdAt: instant(0) }));
  const crm: Pick<CrmClient, 'list'> = { list: async () => [{ id: 1, summ: 100, totalSumm: 90 }] };
  const changed = (id: string, field: string) => {
    const changes = [{ field, old: 1, new: 2 }];
    const event: Event = {
      id,
      source: 'crm',
      type: 'order.changed',
      at: instant(0),
      data: { order: { id: 1 }, changes },
    };
    return { event, source: 'orders', order: 0 };
  };
  const arrivals = [changed('a', 'items.quantity'), changed('b', 'discountManualAmount'), changed('c', 'status')];
  const told = await withSums(crm as CrmClient, store, arrivals); // it asks for the list alone
  expect(told.map(({ event }) => event.data.changes?.map(({ field }) => field))).toEqual([
    ['items.quantity'],
    ['discountManualAmount', 'totalSumm'],
    ['status'],
  ]);
  expect(told[1]!.event.data.order).toEqual({ id: 1, summ: 100, totalSumm: 90 });
});
