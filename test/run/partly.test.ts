import { describe, expect, onTestFinished, test } from 'vitest';
import { createCrmClient } from '../../src/crm/client.js';
import { obeyOperatorsNow } from '../../src/run/operators.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { trigger } from './entries.js';
import { openFaultyProxy, type Fault } from './faultyProxy.js';
import { openLiveShop, outboxOf, type LiveShop } from './liveShop.js';

/** A shop behind a network in which these calls fail at first. */
async function shopBehind(step: string, matching: RegExp, ...faults: readonly Fault[]) {
  const shop = await openLiveShop(trigger('act', '{event: order.created}', step));
  const proxy = await openFaultyProxy(shop.url);
  const crm = createCrmClient({ url: proxy.url, key: shop.key, retry: { within: 0, withinUnseen: 0 } });
  onTestFinished(() => crm.close());
  proxy.fail(matching, ...faults);
  shop.seed({
    products: ['Tea', 'Cup'].map((name, index) => ({
      name,
      offers: [{ externalId: `o-${index + 1}`, name, quantity: 9 }],
    })),
  });
  const time = new Date(shop.now()).toISOString();
  const stock = ['o-1', 'o-2'].map((externalId) => {
    const data = { offer: { externalId }, store: 'main', quantity: 9 };
    return { id: externalId, source: 'warehouse', type: 'stock.changed', time, data };
  });
  await shop.automation.sendEvents(stock);
  await shop.runDone({ crm });
  const items = ['o-1', 'o-2'].map((externalId) => ({ offer: { externalId }, quantity: 1, initialPrice: 100 }));
  await shop.order({ customer: { id: await shop.customer() }, items });
  return { shop, crm, proxy };
}

async function askAgain({ file, automation, now, rows }: LiveShop): Promise<void> {
  const effects = rows<{ id: string }>("SELECT id FROM outbox WHERE state IN ('dead', 'unknown')").map(({ id }) => id);
  expect(effects).toHaveLength(1);
  await automation.command({ do: 'settle', effects, as: 'retry', by: 'anna@office' });
  await obeyOperatorsNow({ file, automation, words: vocabulary, clock: now });
}

async function packsOf({ people }: LiveShop): Promise<number> {
  return ((await people.call({ method: 'GET', path: 'orders/packs' }))['packs'] as readonly unknown[]).length;
}

describe('lines of which one is put aside when the next is not to be had', () => {
  const reserve = 'reserve: =order.items, store: main';

  test('are put aside once', async () => {
    const { shop, crm } = await shopBehind(reserve, /packs\/create$/, 'none', 'limited');
    await shop.runDone({ crm });
    expect(outboxOf(shop)).toEqual({ retry: 1 });
    shop.pass('1h');
    await shop.runDone({ crm });
    expect(outboxOf(shop)).toEqual({ done: 1 });
    expect(await packsOf(shop)).toBe(2);
  });

  test.each<readonly [string, readonly Fault[]]>([
    ['is refused', ['none', 'invalid']],
    ['is not to be had in time', ['none', 'limited']],
    ['is refused later', ['none', 'limited', 'invalid']],
  ])('wait for a person, and are put aside once, when that one %s', async (_how, faults) => {
    const { shop, crm } = await shopBehind(reserve, /packs\/create$/, ...faults);
    await shop.runDone({ crm });
    shop.pass(faults.length > 2 ? '1h' : '2d');
    await shop.runDone({ crm });
    expect(outboxOf(shop)).toEqual({ unknown: 1 });
    await askAgain(shop);
    await shop.runDone({ crm });
    expect(outboxOf(shop)).toEqual({ done: 1 });
    expect(await packsOf(shop)).toBe(2);
  });
});

test('what became too late and may be out all the same is looked up when somebody asks for it again', async () => {
  const { shop, crm, proxy } = await shopBehind('note: "Hello"', /notes\/create$/, 'cutBefore');
  await shop.runDone({ crm });
  shop.pass('2d');
  await shop.runDone({ crm });
  expect(outboxOf(shop)).toEqual({ dead: 1 });
  await askAgain(shop);
  const before = proxy.asked.length;
  await shop.runDone({ crm });
  const notes = proxy.asked.slice(before).filter((call) => call.includes('notes'));
  expect(notes).toEqual(['GET customers/notes', 'GET customers/notes', 'POST customers/notes/create']);
});
