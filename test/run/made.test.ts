import { describe, expect, test } from 'vitest';
import { createCrmClient, type CrmClient } from '../../src/crm/client.js';
import { isObject } from '../../src/model/json.js';
import { couldBe } from '../../src/run/made.js';
import { backtested, journalOf, live, project, tally, trigger } from './entries.js';
import { openFaultyProxy } from './faultyProxy.js';
import { projectOf } from '../simulate/support/project.js';
import { listOf, openLiveShop, type LiveShop, type Row } from './liveShop.js';

const customerOf = (id: number, firstName: string) => ({
  type: 'customer.created',
  data: { customer: { id, firstName, email: 'anna@example.com', phones: [{ number: `+7999000000${id}` }] } },
});

const ordersOf = async (shop: LiveShop): Promise<readonly Row[]> =>
  listOf(await shop.people.list({ method: 'GET', path: 'orders' }, 'orders'));

const linesOf = async (shop: LiveShop, id: number): Promise<readonly Row[]> => {
  const { order } = await shop.people.call({ method: 'GET', path: `orders/${id}`, query: { by: 'id' } });
  return listOf((order as Row)['items']);
};

describe('what crmctl makes comes back as its own', () => {
  test('an order does not start the trigger that made it; the journal says why', async () => {
    const yaml = trigger('twin', '{event: order.created}', 'order: {create: {status: assembling}}');
    const shop = await openLiveShop(yaml);
    await shop.order();
    expect(await live(shop)).toEqual({ twin: 1 });
    expect(backtested(yaml, [{ type: 'order.created', data: { order: { id: 1, status: 'new' } } }])).toEqual({
      twin: 1,
    });
    expect(await ordersOf(shop)).toHaveLength(2);
    expect(journalOf(shop).filter(({ what }) => what === 'ignored')).toMatchObject([
      { trigger: 'trigger/twin', reason: 'own-change' },
    ]);
  });

  test('orders that make each other end at the depth at which a back-test ends', async () => {
    const yaml = project(
      trigger('ping', '{event: order.created, where: order.status == "new"}', 'order: {create: {status: assembling}}'),
      trigger('pong', '{event: order.created, where: order.status == "assembling"}', 'order: {create: {status: new}}'),
    );
    const shop = await openLiveShop(yaml);
    await shop.order();
    const expected = backtested(yaml, [{ type: 'order.created', data: { order: { id: 1, status: 'new' } } }]);
    expect(expected).toEqual({ ping: 2, pong: 2 });
    expect(await live(shop)).toEqual(expected);
    expect(journalOf(shop).filter(({ reason }) => reason === 'loop-depth')).toHaveLength(1);
  });

  test('an order whose answer never came is known, too', async () => {
    const shop = await openLiveShop(trigger('twin', '{event: order.created}', 'order: {create: {status: assembling}}'));
    const proxy = await openFaultyProxy(shop.url);
    const crm = createCrmClient({ url: proxy.url, key: shop.key });
    proxy.fail(/^POST orders\/create$/, 'cutAfter');
    await shop.order();
    await shop.runDone({ crm });
    await crm.close();
    expect(await live(shop)).toEqual({ twin: 1 });
    expect(await ordersOf(shop)).toHaveLength(2);
  });

  test('lines that come and go, and what the order costs with them', async () => {
    const yaml = project(
      trigger(
        'add',
        '[{event: item.added}, {changed: order.totalSumm, where: event.old == 100}]',
        'items: {add: [{offer: Bag, price: 1}, {offer: Card, price: 2}]}',
      ),
      trigger('hear', '{event: item.added}', 'note: "{{ item.offer.article }}"', 'parallel'),
      trigger('drop', '{event: item.removed}', 'items: {remove: true, where: item.initialPrice < 50}'),
      trigger('miss', '{event: item.removed}', 'note: "{{ item.offer.article }}"', 'parallel'),
    );
    const shop = await openLiveShop(yaml);
    const line = (article: string, initialPrice: number) => ({ offer: { article }, quantity: 1, initialPrice });
    const customer = await shop.customer();
    const order = await shop.order({ customer: { id: customer } });
    await shop.runDone();
    shop.pass('1m');
    await shop.change(order, { items: [line('Shirt', 100), line('Hat', 0)] });
    await shop.runDone();
    shop.pass('1m');
    // The list that is sent is the list from then on.
    const items = (await linesOf(shop, order)).filter(({ offer }) => (offer as Row)['article'] !== 'Hat');
    await shop.change(order, { items });
    // Shirt, Hat, Bag and Card came; Hat, Bag and Card went.
    expect(await live(shop)).toEqual({ add: 1, hear: 4, drop: 1, miss: 3 });
    expect(await linesOf(shop, order)).toMatchObject([{ offer: { article: 'Shirt' } }]);
  });

  test('and what the CRM computes of it in the same save', async () => {
    const yaml = trigger(
      'add',
      '[{event: item.added}, {changed: item.discountTotal}]',
      'items: {add: [{offer: Bag, price: 100}]}',
    );
    const shop = await openLiveShop(yaml);
    const order = await shop.order({
      items: [{ offer: { article: 'Shirt' }, quantity: 1, initialPrice: 100 }],
      discountManualAmount: 10,
    });
    await shop.runDone();
    shop.pass('1m');
    const items = [...(await linesOf(shop, order)), { offer: { article: 'Hat' }, quantity: 1, initialPrice: 100 }];
    await shop.change(order, { items });
    // The discount is laid on all lines anew.
    expect(await live(shop)).toEqual({ add: 1 });
  });

  test('a customer does not start the trigger that made it', async () => {
    const yaml = trigger('friend', '{event: customer.created}', 'customer: {create: {firstName: Oleg}}');
    const shop = await openLiveShop(yaml);
    await shop.customer();
    expect(await live(shop)).toEqual({ friend: 1 });
    expect(backtested(yaml, [{ type: 'customer.created', data: { customer: { id: 1 } } }])).toEqual({ friend: 1 });
  });

  test('nor one whom the CRM makes of the contact data of an order of ours; others hear of him', async () => {
    const yaml = project(
      trigger(
        'friend',
        '{event: customer.created}',
        'order: {create: {firstName: Oleg, phone: "8 (999) 000-00-02", customer: {site: main}}}',
      ),
      trigger('greet', '{event: customer.created}', 'note: "{{ customer.firstName }}"'),
      trigger('pack', '{event: order.created}', 'note: "{{ customer.firstName }} {{ order.phone }}"'),
    );
    const shop = await openLiveShop(yaml);
    await shop.customer({ phones: [{ number: '+79990000001' }] });
    const expected = backtested(yaml, [customerOf(1, 'Anna')]);
    expect(expected).toEqual({ friend: 1, greet: 2, pack: 1 });
    expect(await live(shop)).toEqual(expected);
    expect(listOf(await shop.people.list({ method: 'GET', path: 'customers' }, 'customers'))).toHaveLength(2);
  });

  test('nor is anybody made of contact data whom the CRM knows', async () => {
    const yaml = project(
      trigger(
        'twin',
        '{event: order.created, where: order.status == "new"}',
        'order: {create: {status: assembling, phone: "8 (999) 000-00-01", customer: {site: main}}}',
      ),
      trigger('greet', '{event: customer.created}', 'note: "{{ customer.firstName }}"'),
      trigger('count', '{event: order.created, where: order.status != "new"}', 'note: "{{ order.firstName }}"'),
    );
    const shop = await openLiveShop(yaml);
    const id = await shop.customer({ phones: [{ number: '+79990000001' }] });
    await shop.order({ customer: { id } });
    const order = { type: 'order.created', data: { order: { id: 1, status: 'new', customer: { id: 1 } } } };
    const expected = backtested(yaml, [customerOf(1, 'Anna'), order]);
    expect(expected).toEqual({ count: 1, greet: 1, twin: 1 });
    expect(await live(shop)).toEqual(expected);
    expect((await shop.notes()).map(({ text }) => String(text).split('\n')[0]).sort()).toEqual(['Анна', 'Анна']);
  });

  test('a merge starts no trigger that merges, by the merge itself or by what the survivor gets of it', async () => {
    const same = '"=customers(c, c.email == customer.email)"';
    const yaml = trigger(
      'join',
      '[{event: customer.created, where: customer.firstName == "Olga"}, {event: customer.merged}, {changed: customer.phones}]',
      `customer: {merge: ${same}}`,
    );
    const shop = await openLiveShop(yaml);
    await shop.customer({ phones: [{ number: '+79990000001' }] });
    await shop.customer({ phones: [{ number: '+79990000002' }] });
    await shop.runDone();
    await shop.customer({ firstName: 'Olga', phones: [{ number: '+79990000003' }] });
    const expected = backtested(yaml, [customerOf(1, 'Anna'), customerOf(2, 'Anna'), customerOf(3, 'Olga')]);
    expect(expected).toEqual({ join: 1 });
    expect(await live(shop)).toEqual(expected);
    expect(shop.rows('SELECT * FROM echoes')).toEqual([]);
  });

  test('a payment does not start the trigger that billed it', async () => {
    const yaml = trigger('bill', '{changed: order.payments}', 'invoice: {amount: 5, type: bank-card}');
    const shop = await openLiveShop(yaml);
    const order = await shop.order({ items: [{ productName: 'Tea', quantity: 1, initialPrice: 100 }] });
    await shop.runDone();
    const payment = { type: 'cash', amount: 10, order: { id: order } };
    await shop.people.call({ method: 'POST', path: 'orders/payments/create', body: { payment } });
    expect(await live(shop)).toEqual({ bill: 1 });
    expect(
      backtested(yaml, [
        { type: 'order.created', data: { order: { id: 1, payments: [] } } },
        { type: 'order.changed', data: { order: { id: 1, payments: [{ id: 1, type: 'cash', amount: 10 }] } } },
      ]),
    ).toEqual({ bill: 1 });
  });

  test('what its form asks for starts it: own: self', async () => {
    const shop = await openLiveShop(
      trigger('twin', '{event: order.created, own: self}', 'order: {create: {status: assembling}}'),
    );
    await shop.order();
    expect(await live(shop)).toEqual({ twin: 4 });
  });
});

describe('what somebody else makes with our key is theirs', () => {
  test('an order, a line', async () => {
    const shop = await openLiveShop(
      project(
        trigger('twin', '{event: order.created}', 'order: {create: {status: assembling}}'),
        trigger('add', '{event: item.added}', 'items: {add: [{offer: Bag, price: 1}]}'),
      ),
    );
    const { id } = await shop.crm.call({ method: 'POST', path: 'orders/create', body: { order: { status: 'new' } } });
    await shop.runDone();
    const order = { items: [{ offer: { article: 'Bag' }, quantity: 2 }] };
    await shop.crm.call({ method: 'POST', path: `orders/${String(id)}/edit`, body: { by: 'id', order } });
    expect(await live(shop)).toEqual({ add: 1, twin: 1 });
  });
});

test('what is about no order shares no save with what is about none either', async () => {
  const shop = await openLiveShop(
    trigger('call', '[{event: order.created}, {event: task.completed}]', 'note: "Look: {{ event.type }}"', 'parallel'),
  );
  await shop.order();
  expect(await live(shop)).toEqual({ call: 1 });
  const [effect] = shop.rows<{ id: string }>('SELECT id FROM outbox');
  const movement = {
    id: 'm',
    source: 'club',
    type: 'loyalty.credited',
    time: new Date(shop.now()).toISOString(),
    data: { customer: { id: await shop.customer() }, operation: { amount: 5, comment: `crmctl:${effect!.id}` } },
  };
  await shop.automation.sendEvents([movement]);
  const { id } = await shop.people.call({
    method: 'POST',
    path: 'tasks/create',
    body: { task: { text: 'x', performerId: 1 } },
  });
  await shop.crm.call({ method: 'POST', path: `tasks/${String(id)}/edit`, body: { task: { complete: true } } });
  expect(await live(shop)).toEqual({ call: 2 });
});

describe('a line that the history tells without our mark', () => {
  const ours = { offer: { article: 'Bag' }, quantity: 2 };

  test.each([
    ['is ours when nothing says otherwise', { id: 5, quantity: 2, offer: { id: 9 } }],
    ['is ours when what both name is the same', { id: 5, quantity: '2', offer: { id: 9, article: 'Bag' } }],
  ])('%s', (_, line) => {
    expect(couldBe(line, ours)).toBe(true);
  });

  test.each([
    ['is not with another offer', { quantity: 2, offer: { article: 'Hat' } }],
    ['is not with another quantity', { quantity: 1, offer: { article: 'Bag' } }],
    ['is not with the mark of another', { ...ours, externalIds: [{ code: 'shop', value: 'x' }] }],
  ])('%s', (_, line) => {
    expect(couldBe(line, ours)).toBe(false);
  });

  test('starts its trigger by nothing', async () => {
    const shop = await openLiveShop(
      trigger('add', '{event: item.added}', 'items: {add: [{offer: Bag, price: 1, quantity: 2}]}'),
    );
    const silent: CrmClient = {
      ...shop.crm,
      async *history(entity, since) {
        for await (const page of shop.crm.history(entity, since))
          yield {
            ...page,
            rows: page.rows.map(({ item, ...row }) => (isObject(item) ? { ...row, item: told(item) } : row)),
          };
      },
    };
    const told = ({ id, quantity, offer }: Row): Row => ({ id, quantity, offer });
    const order = await shop.order();
    await shop.runDone();
    await shop.change(order, { items: [{ offer: { article: 'Bag' }, quantity: 1 }] });
    for (let pass = 0; pass < 2; pass++) await shop.runDone({ crm: silent });
    expect(tally(journalOf(shop))).toEqual({ add: 1 });
    expect(await linesOf(shop, order)).toHaveLength(2);
  });
});

test.each(['task.created', 'cost.created', 'note.created'])(
  'a task, a cost and a note can start nothing: no trigger hears %s',
  (event) => {
    expect(() => projectOf(trigger('hear', `{event: ${event}}`, 'task: {text: hear}'))).toThrow(event);
  },
);
