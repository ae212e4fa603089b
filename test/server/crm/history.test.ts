import { describe, expect, it } from 'vitest';
import { transact } from '../../../src/server/crm/store/actor.js';
import { editOrder } from '../../../src/server/crm/orders/write.js';
import { get as load } from '../../../src/server/crm/store/documents.js';
import { putSegment, setMembership } from '../../../src/server/crm/segments/rows.js';
import { openAccount, ok, rows, type Account, type Row } from './account.js';

async function historyOf({ get }: Account, entity: string, query = 'limit=100', key?: string): Promise<Row[]> {
  return rows(await ok(get(`${entity}/history`, query, key)), 'history');
}

/** Rows without what is the same in all of them. */
const brief = (all: Row[]): unknown[] => all.map(({ field, oldValue, newValue }) => [field, oldValue, newValue]);

describe('a birth', () => {
  it('is one row with the whole object', async () => {
    const account = await openAccount();
    const { order } = (await ok(
      account.post('orders/create', {
        order: { externalId: 'A', phone: '+79990000001', items: [{ productName: 'Чай', initialPrice: 5 }] },
      }),
    )) as { order: Row };
    expect(await historyOf(account, 'orders')).toEqual([
      {
        id: 2,
        createdAt: '2026-03-02 12:00:00',
        created: true,
        source: 'api',
        apiKey: { current: true },
        field: 'status',
        oldValue: null,
        newValue: { code: 'new' },
        order,
      },
    ]);
    expect(await historyOf(account, 'customers')).toMatchObject([
      {
        id: 1,
        created: true,
        field: 'id',
        oldValue: null,
        newValue: 1,
        customer: { id: 1, phones: [{ number: '+79990000001' }] },
      },
    ]);
    await ok(account.post('tasks/create', { task: { text: 'x' } }));
    expect(await historyOf(account, 'tasks')).toMatchObject([
      { created: true, field: 'id', newValue: 1, task: { id: 1, text: 'x', complete: false } },
    ]);
  });

  it('shows the object as it was then', async () => {
    const account = await openAccount();
    await ok(account.post('orders/create', { order: {} }));
    await ok(account.post('orders/1/edit', { by: 'id', order: { status: 'complete' } }));
    expect(await historyOf(account, 'orders')).toMatchObject([
      { order: { status: 'new' } },
      { order: { status: 'complete' } },
    ]);
  });
});

describe('a customer', () => {
  it('is told with the address that changed, and whole when he is merged', async () => {
    const account = await openAccount();
    const address = { city: 'Тула' };
    await ok(account.post('customers/create', { customer: { externalId: 'c', address, phones: [{ number: '+71' }] } }));
    await ok(account.post('customers/create', { customer: { externalId: 'd' } }));
    await ok(account.post('customers/c/edit', { customer: { address: { city: 'Орёл' } } }));
    await ok(account.post('customers/c/edit', { customer: { address: null } }));
    await ok(account.post('customers/combine', { customers: [{ id: 1 }], resultCustomer: { id: 2 } }));
    const [, , moved, gone, merged] = await historyOf(account, 'customers');
    for (const row of [moved, gone])
      expect(row).toMatchObject({ field: 'address.city', address: { id: 1, isMain: true } });
    expect(merged).toMatchObject({
      deleted: true,
      customer: { id: 1, phones: [{ number: '+71' }] },
      combinedTo: { id: 2 },
    });
  });
});

describe('the customer of an order', () => {
  it('stands in its birth as he is when somebody reads', async () => {
    const account = await openAccount();
    await ok(account.post('orders/create', { order: { phone: '+79990000001', firstName: 'Анна' } }));
    await ok(account.post('customers/1/edit', { by: 'id', customer: { firstName: 'Яна' } }));
    expect(await historyOf(account, 'orders')).toMatchObject([
      { order: { firstName: 'Анна', customer: { id: 1, firstName: 'Яна' } } },
    ]);
  });

  it('is named by his ids and his shop where the order passes to him', async () => {
    const account = await openAccount();
    await ok(account.post('orders/create', { order: {} }));
    await ok(account.post('customers/create', { customer: { externalId: 'c' } }));
    await ok(account.post('orders/1/edit', { by: 'id', order: { customer: { externalId: 'c' } } }));
    expect(brief((await historyOf(account, 'orders')).slice(1))).toEqual([
      ['customer', null, { id: 1, externalId: 'c', site: 'main' }],
    ]);
  });
});

describe('a change', () => {
  const order = {
    externalId: 'A',
    phone: '+79990000001',
    delivery: { address: { city: 'Тула' } },
    items: [{ externalIds: [{ code: 'shop', value: '1' }], productName: 'Чай', initialPrice: 100, quantity: 2 }],
    payments: [{ type: 'cash' }],
  };

  it('is one row a field, with its code of the CRM and a stub of the order', async () => {
    const account = await openAccount();
    await ok(account.post('custom-fields/order/create', { customField: { code: 'callAt', name: 'x', type: 'date' } }));
    await ok(account.post('orders/create', { order }));
    account.pass(1000);
    const changes = {
      status: 'assembling',
      orderType: 'eshop-legal',
      managerId: 1,
      managerComment: 'срочно',
      delivery: { code: 'courier', cost: 250, date: '2026-03-05', address: { city: 'Орёл' } },
      customFields: { callAt: '2026-03-03' },
      items: [{ externalIds: [{ code: 'shop', value: '1' }], quantity: 3, status: 'in-reserve' }],
    };
    await ok(account.post('orders/A/edit', { order: changes }));
    const [, ...changed] = await historyOf(account, 'orders');
    expect(brief(changed)).toEqual([
      ['status', { code: 'new' }, { code: 'assembling' }],
      ['custom_callAt', null, '2026-03-03'],
      ['delivery_address.city', 'Тула', 'Орёл'],
      ['delivery_cost', 0, 250],
      ['delivery_date', null, '2026-03-05'],
      ['delivery_type', null, { code: 'courier' }],
      ['manager', null, { id: 1 }],
      ['manager_comment', null, 'срочно'],
      ['order_product.quantity', 2, 3],
      ['order_product.status', { code: 'new' }, { code: 'in-reserve' }],
      ['order_type', { code: 'eshop-individual' }, { code: 'eshop-legal' }],
    ]);
    for (const row of changed) {
      expect(row).toMatchObject({ createdAt: '2026-03-02 12:00:01', source: 'api' });
      expect(row['order']).toEqual({ id: 1, externalId: 'A', managerId: 1, site: 'main', status: 'assembling' });
      expect(row).not.toHaveProperty('created');
      expect('item' in row).toBe(String(row['field']).startsWith('order_product'));
    }
    expect(
      changed.flatMap(({ item }) => (item === undefined ? [] : [item])),
      'no more than which line',
    ).toEqual([{ id: 1 }, { id: 1 }]);
  });

  it('that changes nothing leaves no row', async () => {
    const account = await openAccount();
    await ok(account.post('orders/create', { order }));
    await ok(account.post('orders/A/edit', { order: { status: 'new', managerComment: null, items: order.items } }));
    expect(await historyOf(account, 'orders')).toHaveLength(1);
  });

  it('of lines and payments tells those that came and went', async () => {
    const account = await openAccount();
    await ok(account.post('orders/create', { order }));
    await ok(account.post('orders/A/edit', { order: { items: [{ productName: 'Кофе', initialPrice: 300 }] } }));
    await ok(account.post('orders/payments/1/edit', { by: 'id', payment: { status: 'paid', amount: 300 } }));
    await ok(account.post('orders/payments/1/delete'));
    const [, ...changed] = await historyOf(account, 'orders');
    expect(brief(changed)).toEqual([
      ['order_product', { id: 1 }, null],
      ['order_product', null, { id: 2 }],
      ['full_paid_at', null, '2026-03-02 12:00:00'],
      ['payments.amount', 200, 300],
      ['payments.paid_at', null, '2026-03-02 12:00:00'],
      ['payments.status', null, { code: 'paid' }],
      ['payments', { id: 1, type: 'cash' }, null],
      ['full_paid_at', '2026-03-02 12:00:00', null],
    ]);
    expect(changed[1]).toMatchObject({ item: { id: 2, productName: 'Кофе', initialPrice: 300 } });
    const payments = changed.flatMap(({ payment }) => (payment === undefined ? [] : [payment]));
    const stub = { id: 1, type: 'cash' };
    expect(payments, 'a stub but of one that came or went').toEqual([
      stub,
      stub,
      stub,
      { ...stub, status: 'paid', amount: 300, paidAt: '2026-03-02 12:00:00' },
    ]);
  });

  it('of a customer uses the codes of customers', async () => {
    const account = await openAccount();
    await ok(
      account.post('customers/create', { customer: { externalId: 'c', phones: [{ number: '+71' }], addTags: ['a'] } }),
    );
    const customer = {
      firstName: 'Анна',
      email: 'anna@shop.example',
      phones: [{ number: '+72' }],
      addTags: ['b'],
      removeTags: ['a'],
      address: { city: 'Тула', countryIso: 'RU' },
      contragent: { INN: '7' },
      managerId: 1,
    };
    await ok(account.post('customers/c/edit', { customer }));
    const [, ...changed] = await historyOf(account, 'customers');
    expect(brief(changed)).toEqual([
      ['first_name', null, 'Анна'],
      ['email', null, 'anna@shop.example'],
      ['manager', null, { id: 1 }],
      ['address.country', null, 'RU'],
      ['address.city', null, 'Тула'],
      ['contragent.i_n_n', null, '7'],
      ['phones', '+71', null],
      ['phones', null, '+72'],
      ['tags', 'a', null],
      ['tags', null, 'b'],
    ]);
    expect(changed[0]?.['customer']).toEqual({ id: 1, externalId: 'c', site: 'main' });
  });

  it('of segments is told once for entering and once for leaving', async () => {
    const account = await openAccount();
    await ok(account.post('customers/create', { customer: {} }));
    const { store } = account.server.crm;
    transact(store, { source: 'rule' }, (writing) => {
      putSegment(writing, { code: 'loyal', name: 'Лояльные' });
      for (const inside of [true, true, false, false]) setMembership(writing, 'loyal', 1, inside);
    });
    const [, ...changed] = await historyOf(account, 'customers');
    expect(changed).toMatchObject([
      { field: 'segments', oldValue: null, newValue: { code: 'loyal' }, source: 'rule' },
      { field: 'segments', oldValue: { code: 'loyal' }, newValue: null, source: 'rule' },
    ]);
  });

  it('of a task', async () => {
    const account = await openAccount();
    await ok(account.post('tasks/create', { task: { text: 'x' } }));
    await ok(account.post('tasks/1/edit', { task: { complete: true, performerId: 1 } }));
    const [, ...changed] = await historyOf(account, 'tasks');
    expect(brief(changed)).toEqual([
      ['complete', false, true],
      ['performer', null, { id: 1 }],
      ['completed_at', null, '2026-03-02 12:00:00'],
    ]);
    expect(changed[0]?.['task']).toEqual({ id: 1, complete: true, performer: 1, performerType: 'user' });
  });
});

describe('who did it', () => {
  it('is the asking key, another key, or a user', async () => {
    const account = await openAccount({ keys: [{ key: 'shop-key', name: 'shop' }] });
    await ok(account.post('orders/create', { order: {} }));
    await ok(account.post('orders/1/edit', { by: 'id', order: { status: 'assembling' } }, 'shop-key'));
    const { store } = account.server.crm;
    transact(store, { source: 'user', user: 1 }, (writing) =>
      editOrder(writing, load(store, 'orders', 1)!, { status: 'complete' }),
    );
    const seen = async (key?: string): Promise<unknown[]> =>
      (await historyOf(account, 'orders', '', key)).map(({ source, apiKey, user }) => [source, apiKey, user]);
    expect(await seen()).toEqual([
      ['api', { current: true }, undefined],
      ['api', { current: false }, undefined],
      ['user', undefined, { id: 1 }],
    ]);
    expect(await seen('shop-key')).toEqual([
      ['api', { current: false }, undefined],
      ['api', { current: true }, undefined],
      ['user', undefined, { id: 1 }],
    ]);
  });
});

describe('reading on', () => {
  it('by sinceId gives what is behind it, oldest first, until there is nothing', async () => {
    const account = await openAccount();
    for (let i = 0; i < 25; i++) await ok(account.post('customers/create', { customer: { externalId: String(i) } }));
    const ids: unknown[] = [];
    let sinceId = 0;
    for (;;) {
      const page = await ok(account.get('customers/history', `filter[sinceId]=${sinceId}`));
      const found = rows(page, 'history').map(({ id }) => Number(id));
      ids.push(...found);
      if (found.length === 0) break;
      expect(page).toMatchObject({
        generatedAt: '2026-03-02 12:00:00',
        pagination: { totalCount: 25 - sinceId, currentPage: 1 },
      });
      sinceId = found.at(-1)!;
    }
    expect(ids).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  });

  it('refuses sinceId together with page', async () => {
    const { get } = await openAccount();
    expect(await get('orders/history', 'filter[sinceId]=1&page=1')).toMatchObject({
      status: 400,
      body: { success: false },
    });
    expect((await get('orders/history', 'page=1')).status).toBe(200);
    expect((await get('orders/history', 'filter[sinceId]=x')).status).toBe(400);
  });

  it('by entity and by time', async () => {
    const account = await openAccount();
    await ok(account.post('orders/create', { order: { externalId: 'A' } }));
    account.pass(3_600_000);
    await ok(account.post('orders/create', { order: { externalId: 'B' } }));
    const orders = async (query: string): Promise<unknown[]> =>
      (await historyOf(account, 'orders', query)).map(({ order }) => (order as Row)['externalId']);
    expect(await orders('filter[orderId]=2')).toEqual(['B']);
    expect(await orders('filter[orderExternalId]=A')).toEqual(['A']);
    expect(await orders('filter[startDate]=2026-03-02 12:30:00')).toEqual(['B']);
    expect(await orders('filter[endDate]=2026-03-02 12:30:00')).toEqual(['A']);
    expect(await orders('filter[startDate]=2026-03-02&filter[endDate]=2026-03-02')).toEqual(['A', 'B']);
    expect((await account.get('orders/history', 'filter[startDate]=soon')).status).toBe(400);
    expect((await account.get('tasks/history', 'filter[orderId]=1')).status).toBe(400);
  });
});
