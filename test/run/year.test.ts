import { expect, test } from 'vitest';
import { openLiveShop, type LiveShop } from './liveShop.js';
import { openPostOffice, thanksByMail } from './postOffice.js';

const automations = `kind: Policy
code: default
name: Policy
retention: {journal: 60d, refused: 20d}
loop: {perHour: 10}
classes: {marketing: {caps: [100/7d]}}
---
kind: Trigger
code: thanks
name: Thanks
class: marketing
on: {event: order.created}
do:
  - {id: tell, send: {template: thanks}}
  - {id: pause, wait: 7d}
  - {id: call, task: {text: "Call {{ order.number }}"}}
---
kind: Trigger
code: rich
name: Rich
on: {event: order.created}
when: order.totalSumm > 1000000
do: [{id: call, task: {text: "Rich {{ order.number }}"}}]
---
kind: Trigger
code: visited
name: Visited
on: {event: page.viewed}
do: [{id: remember, note: "Was here"}]
`;

/** What the store holds of things that happen, in rows. */
const passing = [
  'instances',
  'outbox',
  'journal',
  'inbox',
  'commands',
  'sent',
  'timers',
  'echoes',
  'revisions',
  'needed',
];

function rowsIn(shop: LiveShop, tables: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    tables.map((table) => [table, shop.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)[0]!.n]),
  );
}

const bytesIn = (shop: LiveShop): number =>
  shop.rows<{ n: number }>(
    'SELECT (page_count - freelist_count) * page_size AS n FROM pragma_page_count, pragma_freelist_count, pragma_page_size',
  )[0]!.n;

test('over a year of a shop that stays as it is the store holds ever the same, and of orders that are over little', async () => {
  const office = await openPostOffice();
  const shop = await openLiveShop(thanksByMail(office.port) + automations);
  const customers = [
    await shop.customer({ email: 'anna@example.com' }),
    await shop.customer({ email: 'oleg@example.com' }),
  ];
  let orders = 0;
  const week = async (): Promise<void> => {
    for (const id of customers) await shop.order({ number: `A-${++orders}`, customer: { id } });
    const event = {
      id: `view-${orders}`,
      source: 'site',
      type: 'page.viewed',
      time: new Date(shop.now()).toISOString(),
    };
    await shop.automation.sendEvents([{ ...event, data: { customer: { id: customers[0] } } }]);
    await shop.automation.command({ do: 'cancel', where: { order: '0' }, by: 'anna@office' });
    await shop.runDone();
    shop.pass('7d');
  };
  const weeks = async (count: number): Promise<void> => {
    for (let each = 0; each < count; each++) await week();
  };
  await weeks(28);
  const [before, ordersBefore, bytesBefore] = [rowsIn(shop, passing), orders, bytesIn(shop)];
  await weeks(24);
  expect(rowsIn(shop, passing)).toEqual(before);
  const perOrder = (bytesIn(shop) - bytesBefore) / (orders - ordersBefore);
  // The order itself, an overflow page of it, and the ids of its runs.
  expect(perOrder).toBeLessThan(8192);
  expect(office.letters).toHaveLength(orders);
  expect((await shop.tasks()).length).toBe(orders - 2);
}, 240_000);

test('a run that was forgotten is not begun again when somebody tells of its event once more', async () => {
  const shop = await openLiveShop(`kind: Policy
code: default
name: Policy
retention: {journal: 60d}
---
kind: Trigger
code: visited
name: Visited
on: {event: page.viewed}
do: [{id: remember, note: "Was here"}]
`);
  const id = await shop.customer();
  const view = (event: string) =>
    shop.automation.sendEvents([
      {
        id: event,
        source: 'site',
        type: 'page.viewed',
        time: new Date(shop.now()).toISOString(),
        data: { customer: { id } },
      },
    ]);
  await view('v-1');
  await shop.runDone();
  shop.pass('61d');
  await shop.runDone();
  expect(rowsIn(shop, ['instances', 'inbox', 'entered'])).toEqual({ instances: 0, inbox: 0, entered: 1 });
  expect(await view('v-1')).toMatchObject({ accepted: 1, known: 0 });
  expect(await shop.runDone()).toMatchObject({ events: 1, entered: 0 });
  await view('v-2');
  await shop.runDone();
  expect(await shop.notes()).toHaveLength(2);
});
