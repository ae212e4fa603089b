import { expect, test } from 'vitest';
import { openLiveShop } from './liveShop.js';

const held = (hours: number): string => `kind: Trigger
code: stuck
name: Stuck
on: {held: order.status, is: new, for: ${hours}h}
do:
  - {id: call, task: {text: "Stuck {{ order.number }}"}}
`;

test('a value that stood before the trigger did counts from its activation, for orders that nobody touches', async () => {
  const shop = await openLiveShop('');
  await shop.order({ number: 'A-1' });
  await shop.runDone();
  shop.pass('10h');
  await shop.apply(held(2));
  await shop.runDone();
  shop.pass('1h');
  await shop.runDone();
  expect(await shop.tasks()).toEqual([]);
  shop.pass('1h');
  await shop.runDone();
  expect((await shop.tasks()).map(({ text }) => text)).toEqual(['Stuck A-1']);
  shop.pass('10h');
  await shop.runDone();
  expect(await shop.tasks()).toHaveLength(1);
});

test('a deadline that the new release makes shorter comes earlier for those that wait already', async () => {
  const shop = await openLiveShop(held(20));
  await shop.order({ number: 'A-1' });
  await shop.runDone();
  shop.pass('1h');
  await shop.apply(held(3));
  await shop.runDone();
  shop.pass('2h');
  await shop.runDone();
  expect((await shop.tasks()).map(({ text }) => text)).toEqual(['Stuck A-1']);
});

test('a schedule that the new release moves runs at its new hour only', async () => {
  const daily = (hour: number): string => `kind: Trigger
code: daily
name: Daily
on: {schedule: "0 ${hour} * * *"}
do:
  - {id: call, task: {text: "At ${hour}"}}
`;
  const shop = await openLiveShop(daily(14));
  await shop.runDone();
  await shop.apply(daily(16));
  await shop.runDone();
  shop.pass('3h');
  await shop.runDone();
  expect(await shop.tasks()).toEqual([]);
  shop.pass('2h');
  await shop.runDone();
  expect((await shop.tasks()).map(({ text }) => text)).toEqual(['At 16']);
});

test('customers who were there before a segment are in it at once, and have not entered it', async () => {
  const shop = await openLiveShop('');
  await shop.customer();
  await shop.runDone();
  shop.pass('1h');
  await shop.apply(`kind: Segment
code: fresh
name: Fresh
where: customer.ordersCount == 0
---
kind: Trigger
code: welcome
name: Welcome
on: {entered: fresh}
do:
  - {id: call, task: {text: "Entered"}}
---
kind: Trigger
code: bye
name: Bye
on: {left: fresh}
do:
  - {id: call, task: {text: "Left"}}
`);
  await shop.runDone();
  shop.pass('1h');
  await shop.runDone();
  expect(await shop.tasks()).toEqual([]);
  await shop.order({ customer: { id: 1 } });
  await shop.runDone();
  expect((await shop.tasks()).map(({ text }) => text)).toEqual(['Left']);
});

test('moments that were over before the trigger existed stay over; those to come are kept', async () => {
  const shop = await openLiveShop('');
  for (const [number, date] of [
    ['PAST', '2026-02-20'],
    ['COMING', '2026-03-03'],
  ])
    await shop.order({ number, delivery: { date } });
  await shop.runDone();
  shop.pass('1h');
  await shop.apply(`kind: Trigger
code: remind
name: Remind
on: {date: =order.delivery.date, at: "11:00"}
do:
  - {id: call, task: {text: "Today {{ order.number }}"}}
`);
  await shop.runDone();
  shop.pass('1d');
  await shop.runDone();
  expect((await shop.tasks()).map(({ text }) => text)).toEqual(['Today COMING']);
});

const member = (backfill: string): string => `kind: Segment
code: fresh
name: Fresh
where: customer.ordersCount == 0
---
kind: Trigger
code: welcome
name: Welcome
on: {entered: fresh}
${backfill}do:
  - {id: call, task: {text: "Entered {{ customer.id }}"}}
`;

test('with `backfill: all` those who are in a segment enter when the trigger comes, once', async () => {
  const shop = await openLiveShop('');
  await shop.customer();
  await shop.runDone();
  shop.pass('1h');
  await shop.apply(member('backfill: all\n'));
  expect(await shop.runDone()).toMatchObject({ entered: 1 });
  await shop.apply(member('backfill: all\npriority: 40\n'));
  await shop.customer({ email: 'boris@example.com' });
  await shop.runDone();
  shop.pass('1h');
  await shop.apply(member('backfill: all\npriority: 30\n'));
  await shop.runDone();
  expect((await shop.tasks()).map(({ text }) => text)).toEqual(['Entered 1', 'Entered 2']);
});

test('and what has stood for long, or was to come long ago, comes at once; what the runner has read is not read again', async () => {
  const shop = await openLiveShop('');
  await shop.order({ number: 'A-1' });
  await shop.runDone();
  shop.pass('5d');
  const all = (code: string, on: string): string =>
    `kind: Trigger\ncode: ${code}\nname: It\non: ${on}\nbackfill: all\ndo: [{id: call, task: {text: ${code}}}]\n`;
  await shop.apply(
    [
      all('held', '{held: order.status, is: new, for: 3d}'),
      all('date', '{date: =order.createdAt, offset: 1d}'),
      all('made', '{event: order.created}'),
    ].join('---\n'),
  );
  await shop.runDone();
  expect((await shop.tasks()).map(({ text }) => text).sort()).toEqual(['date', 'held']);
});

test('a trigger that was switched off for a while does late what came due meanwhile', async () => {
  const shop = await openLiveShop(held(2));
  await shop.order({ number: 'A-1' });
  await shop.runDone();
  await shop.apply(`${held(2)}active: false\n`);
  await shop.runDone();
  shop.pass('10h');
  await shop.runDone();
  expect(await shop.tasks()).toEqual([]);
  await shop.apply(held(2));
  await shop.runDone();
  expect((await shop.tasks()).map(({ text }) => text)).toEqual(['Stuck A-1']);
});
