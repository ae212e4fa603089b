import { expect, test } from 'vitest';
import { openLiveShop, type LiveShop, type Row } from './liveShop.js';

const shopOf = (retention: string): string => `kind: Trigger
code: big
name: Big
on: {changed: order.managerComment}
when: order.totalSumm > 1000 && order.managerComment == "go"
do:
  - {id: pause, wait: 400d}
---
kind: Trigger
code: short
name: Short
on: {event: order.created}
do:
  - {id: call, task: {text: Call}}
---
kind: Policy
code: default
late: {max: 1y}
${retention}
`;

/** People save one thing after the other, a minute apart. */
async function save(shop: LiveShop, order: number, ...changes: readonly Row[]): Promise<void> {
  for (const change of changes) {
    shop.pass('1m');
    await shop.change(order, change);
  }
  await shop.runDone();
}

const lamp = { items: [{ productName: 'Lamp', initialPrice: 2000, quantity: 1 }] };

const rows = (shop: LiveShop): readonly string[] =>
  shop.rows<{ document: string }>('SELECT document FROM journal ORDER BY position').map(({ document }) => {
    const { trigger, what, because } = JSON.parse(document) as {
      trigger: string;
      what: string;
      because?: { source: string; values: readonly { value?: unknown }[] };
    };
    return [trigger, what, because?.source, because?.values[0]?.value].filter((part) => part !== undefined).join(' ');
  });

test('of a condition that was false the last time is kept, for each order and each part that was false', async () => {
  const shop = await openLiveShop(shopOf(''));
  const order = await shop.order({ managerComment: 'a' });
  const other = await shop.order({ managerComment: 'a' });
  await shop.runDone();
  for (const managerComment of ['b', 'c', 'd']) {
    await save(shop, order, { managerComment });
    await save(shop, other, { managerComment });
  }
  const refused = (): readonly string[] => rows(shop).filter((row) => row.includes('refused'));
  expect(refused()).toEqual(Array.from({ length: 2 }, () => 'trigger/big refused order.totalSumm > 1000 0'));
  await save(shop, order, lamp, { managerComment: 'e' }, { managerComment: 'f' });
  expect(refused()).toEqual([
    ...Array.from({ length: 2 }, () => 'trigger/big refused order.totalSumm > 1000 0'),
    'trigger/big refused order.managerComment == "go" f',
  ]);
});

test.each([
  { retention: '', refused: 30, decided: 365 },
  { retention: 'retention: {journal: 100d, refused: 2d}', refused: 2, decided: 100 },
])(
  'false conditions are forgotten after $refused days, decisions after $decided, unless their run still waits',
  async ({ retention, refused, decided }) => {
    const shop = await openLiveShop(shopOf(retention));
    const order = await shop.order(lamp);
    await shop.runDone();
    await save(shop, order, { managerComment: 'no' }, { managerComment: 'go' });
    const after = async (days: number): Promise<readonly string[]> => {
      shop.pass(`${days}d`);
      await shop.runDone();
      return rows(shop);
    };
    const waiting = 'trigger/big entered';
    const ended = ['trigger/short entered', 'trigger/short completed'];
    const falseOnce = 'trigger/big refused order.managerComment == "go" no';
    expect(await after(refused - 1)).toEqual([...ended, falseOnce, waiting]);
    expect(await after(2)).toEqual([...ended, waiting]);
    expect(await after(decided - refused - 2)).toEqual([...ended, waiting]);
    expect(await after(2)).toEqual([waiting]);
  },
);
