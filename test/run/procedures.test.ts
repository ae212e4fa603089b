import { describe, expect, onTestFinished, test } from 'vitest';
import { createCrmClient } from '../../src/crm/client.js';
import type { Effect } from '../../src/model/effect.js';
import { instant } from '../../src/model/instant.js';
import { carryOutByApi, findTraces } from '../../src/run/outbox/viaApi.js';
import { seedCrm } from '../../src/server/crm/seed.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { openAccount, ok, rows, runnerKey } from '../server/crm/account.js';

type Data = Readonly<Record<string, unknown>>;

const goods = [
  { offer: { externalId: 'o-1' }, quantity: 2, initialPrice: 250 },
  { offer: { externalId: 'o-2' }, quantity: 1, initialPrice: 100 },
];

/** A shop with a member of a loyalty program and an order of hers, and a way to carry effects out in it. */
async function openShop(others: Effect[] = []) {
  const account = await openAccount();
  seedCrm(account.server.crm.store, {
    loyalties: [{ name: 'Club', levels: [{ name: 'First', type: 'bonus_percent', privilegeSize: 10 }] }],
    customers: [{ externalId: 'c-1', firstName: 'Anna' }],
    products: [
      { name: 'Tea', offers: [{ externalId: 'o-1', name: 'Tea' }] },
      { name: 'Cup', offers: [{ externalId: 'o-2', name: 'Cup' }] },
    ],
    orders: [{ externalId: 'A', customer: { id: 1 }, items: goods }],
  });
  const member = { phoneNumber: '+79990000001', customer: { id: 1 } };
  await ok(account.post('loyalty/account/create', { loyaltyAccount: member }));
  await ok(account.post('loyalty/account/1/activate'));
  const crm = createCrmClient({ url: account.server.url, key: runnerKey });
  onTestFinished(() => crm.close());
  const effectOf = (type: string, data: Effect['data']): Effect => ({
    id: `effect-of-${type}`,
    at: instant(Date.parse('2026-03-02T09:00:00Z')),
    trigger: 'trigger/t',
    instance: 'i',
    step: 's',
    type,
    key: 'order/1',
    customer: '1',
    order: '1',
    data,
    outcome: 'done',
    causedBy: 'e',
    depth: 1,
  });
  const facts = { zone: 'Europe/Moscow', carriedOut: (): readonly Effect[] => others };
  const parts = (type: string, data: Effect['data']) => {
    const word = vocabulary.actions.find(({ name }) => name === type)!;
    const effect = effectOf(type, data);
    const live = word.liveOf?.(effect) ?? word.live;
    if (live.by !== 'api') throw new Error(`${type} does not go by the API`);
    return { word, effect, procedure: live.procedure };
  };
  return {
    account,
    effectOf,
    carryOut(type: string, data: Effect['data'], again = false, about: Partial<Effect> = {}) {
      const { word, effect, procedure } = parts(type, data);
      return carryOutByApi(
        crm,
        word,
        procedure,
        { effect: { ...effect, ...about }, uncertain: again, partly: false },
        facts,
      );
    },
    traces(type: string, data: Effect['data']) {
      const { effect, procedure } = parts(type, data);
      return findTraces(crm, procedure, effect, facts);
    },
  };
}

test('bonuses are credited and spent on the loyalty account, once', async () => {
  const { account, carryOut, traces } = await openShop();
  const credit = {
    ledger: 'crm',
    way: 'credit',
    amount: 100,
    balance: 100,
    reason: 'За отзыв',
    movements: [{ way: 'credit', amount: 100, expires: '2027-03-16' }],
  };
  expect(await traces('bonus', credit)).toBeUndefined();
  expect(await carryOut('bonus', credit)).toMatchObject({
    ended: 'done',
    result: { values: { ok: true, amount: 100 } },
  });
  expect(await traces('bonus', credit)).toMatchObject({ ok: true });
  await carryOut('bonus', credit, true);
  const movements = rows(await ok(account.get('loyalty/account/1/bonus/operations')), 'bonusOperations');
  expect(movements.map(({ type, amount }) => [type, amount])).toEqual([['credit_manual', 100]]);
});

test('a movement like another one is made, when that was made by another effect', async () => {
  const others: Effect[] = [];
  const { account, carryOut, effectOf } = await openShop(others);
  const credit = { ledger: 'crm', way: 'credit', amount: 100, movements: [{ way: 'credit', amount: 100 }] };
  await carryOut('bonus', credit);
  others.push({ ...effectOf('bonus', credit), id: 'another' });
  expect(await carryOut('bonus', credit, true)).toMatchObject({ ended: 'done' });
  await carryOut('bonus', credit, true);
  const given = rows(await ok(account.get('loyalty/account/1/bonus/operations')), 'bonusOperations');
  expect(given.map(({ amount }) => amount)).toEqual([100, 100]);
});

test('of several movements those are made that the account lacks', async () => {
  const { account, carryOut } = await openShop();
  const first = { way: 'credit', amount: 100, activates: '2026-03-02' };
  const wayBack = (...movements: readonly object[]) => ({
    ledger: 'crm',
    way: 'reverse-charge',
    amount: 150,
    movements,
  });
  await carryOut('bonus', wayBack(first));
  await carryOut('bonus', wayBack(first, { way: 'credit', amount: 50 }, { ...first, activates: '2026-04-01' }), true);
  const given = rows(await ok(account.get('loyalty/account/1/bonus/operations')), 'bonusOperations');
  expect(given.map(({ amount, bonus }) => [amount, (bonus as Data)['activationDate']])).toEqual([
    [100, '2026-04-01'],
    [50, '2026-03-02'],
    [100, '2026-03-02'],
  ]);
});

describe('an offer that is named by its article', () => {
  const gift = { offer: { article: 'GIFT' }, quantity: 1, initialPrice: 0 };

  async function openShopWithGifts() {
    const shop = await openShop();
    seedCrm(shop.account.server.crm.store, {
      products: [{ name: 'Gift', offers: [{ externalId: 'o-3', name: 'Gift', article: 'GIFT' }] }],
    });
    return shop;
  }
  const linesOf = (order: unknown) => (order as { readonly items: readonly Data[] }).items;

  test('is looked up: orders know offers by id', async () => {
    const { account, carryOut } = await openShopWithGifts();
    const add = [{ ...gift, externalIds: [{ code: 'crmctl', value: 'e-1' }] }];
    await carryOut('items', { add, remove: [], set: [] });
    await carryOut('items', { add, remove: [], set: [] }, true);
    const { order } = await ok(account.get('orders/1', { by: 'id' }));
    expect(linesOf(order).slice(2)).toMatchObject([{ offer: { id: 3, name: 'Gift' }, initialPrice: 0 }]);
    await carryOut('order', { order: { externalId: 'made', items: [gift] } });
    const { order: made } = await ok(account.get('orders/made'));
    expect(linesOf(made)).toMatchObject([{ offer: { id: 3, article: 'GIFT' } }]);
  });

  test('is a line by its name where the catalogue has no such article', async () => {
    const { account, carryOut } = await openShop();
    await carryOut('order', { order: { externalId: 'made', items: [gift] } });
    const { order } = await ok(account.get('orders/made'));
    expect(linesOf(order)).toMatchObject([{ productName: 'GIFT' }]);
  });
});

test('tags are written where they differ', async () => {
  const { account, carryOut } = await openShop();
  await carryOut('tag', { add: ['vip'], remove: ['new'] });
  const again = await carryOut('tag', { add: ['vip'], remove: ['new'] }, true);
  expect(again).toMatchObject({ ended: 'done', wrote: false });
  expect((await ok(account.get('customers/1', { by: 'id' })))['customer']).toMatchObject({ tags: [{ name: 'vip' }] });
});

test('lines are put aside in packs, once, and come back', async () => {
  const { account, carryOut } = await openShop();
  const reserve = {
    store: 'main',
    items: [
      { id: 1, quantity: 2 },
      { id: 2, quantity: 1 },
    ],
  };
  expect(await carryOut('reserve', reserve)).toMatchObject({ result: { values: { ok: true, packs: [1, 2] } } });
  expect(await carryOut('reserve', reserve, true)).toMatchObject({ result: { values: { ok: true } } });
  const packs = async () => rows(await ok(account.get('orders/packs')), 'packs').length;
  expect(await packs()).toBe(2);
  await carryOut('release', {});
  expect(await packs()).toBe(0);
});

test('an order is billed with one payment, however often it is asked for', async () => {
  const { account, carryOut } = await openShop();
  const bill = { amount: 600, type: 'bank-card', returnUrl: 'https://shop.example.com' };
  const first = await carryOut('invoice', bill);
  expect(first).toMatchObject({ ended: 'done', result: { values: { ok: true, amount: 600 } } });
  await carryOut('invoice', bill, true);
  const { order } = await ok(account.get('orders/A'));
  expect(Object.values((order as { payments: object }).payments)).toMatchObject([{ amount: 600, type: 'bank-card' }]);
});

test('customers go into the one that stays', async () => {
  const { account, carryOut } = await openShop();
  await ok(account.post('customers/create', { customer: { externalId: 'c-2', firstName: 'Anna' } }));
  const merge = { into: '1', merge: ['2'] };
  await carryOut('customer', merge);
  await carryOut('customer', merge, true);
  expect(rows(await ok(account.get('customers')), 'customers')).toHaveLength(1);
});

describe('fields are set where they live', () => {
  const change = (entity: 'order' | 'customer', field: string, value: unknown, element?: number) => ({
    changes: [{ entity, field, before: null, value, ...(element !== undefined && { element }) }],
  });

  test('of a line, and the other lines stay as they are', async () => {
    const { account, carryOut } = await openShop();
    await carryOut('set', change('order', 'items.comment', 'for a friend', 1));
    await carryOut('set', change('order', 'items.quantity', 3, 2));
    const { order } = await ok(account.get('orders/A'));
    expect((order as { items: unknown }).items).toMatchObject([
      { id: 1, quantity: 2, comment: 'for a friend', offer: { externalId: 'o-1' } },
      { id: 2, quantity: 3, offer: { externalId: 'o-2' } },
    ]);
  });

  test('of the delivery, and the rest of it stays', async () => {
    const { account, carryOut } = await openShop();
    await carryOut('set', change('order', 'delivery.address.city', 'Казань'));
    await carryOut('set', change('order', 'delivery.cost', 300));
    await carryOut('set', change('order', 'delivery.date', '2026-03-10'));
    await carryOut('set', change('order', 'delivery.address.street', 'Баумана'));
    const { order } = await ok(account.get('orders/A'));
    expect((order as { delivery: unknown }).delivery).toMatchObject({
      cost: 300,
      date: '2026-03-10',
      address: { city: 'Казань', street: 'Баумана' },
    });
  });

  test('of a payment', async () => {
    const { account, carryOut } = await openShop();
    await carryOut('invoice', { amount: 600, type: 'bank-card', returnUrl: 'https://shop.example.com' });
    await carryOut('set', change('order', 'payments.comment', 'by card', 1));
    const { order } = await ok(account.get('orders/A'));
    expect(Object.values((order as { payments: object }).payments)).toMatchObject([
      { comment: 'by card', amount: 600 },
    ]);
  });

  test('of the loyalty account', async () => {
    const { account, carryOut } = await openShop();
    const done = await carryOut('set', change('customer', 'loyaltyAccount.cardNumber', '0042'));
    expect(done).toMatchObject({ ended: 'done', result: { values: { ok: true } } });
    expect((await ok(account.get('loyalty/account/1')))['loyaltyAccount']).toMatchObject({ cardNumber: '0042' });
  });

  test('twice is once: what stands already is not written', async () => {
    const { account, carryOut } = await openShop();
    for (let time = 0; time < 2; time++) await carryOut('set', change('order', 'items.quantity', 5, 1), time > 0);
    const history = rows(await ok(account.get('orders/history')), 'history');
    expect(history.filter(({ field }) => field === 'order_product.quantity')).toHaveLength(1);
  });

  test('of nobody’s account is said', async () => {
    const { account, carryOut } = await openShop();
    await ok(account.post('customers/create', { customer: { externalId: 'c-2', firstName: 'Olga' } }));
    const effect = change('customer', 'loyaltyAccount.cardNumber', '0042');
    expect(await carryOut('set', effect, false, { customer: '2' })).toMatchObject({
      result: { values: { ok: false, reason: 'no-loyalty-account' } },
    });
  });
});
