import { describe, expect, it } from 'vitest';
import { seedCrm } from '../../../src/server/crm/seed.js';
import { openAccount, ok, rows, type Account, type Row } from './account.js';

const tea = { externalIds: [{ code: 'shop', value: 'line-1' }], productName: 'Чай', initialPrice: 100, quantity: 2 };

async function create({ post }: Account, order: Row): Promise<Row> {
  return (await ok(post('orders/create', { order })))['order'] as Row;
}

async function edit({ post }: Account, id: unknown, order: Row): Promise<Row> {
  return (await ok(post(`orders/${String(id)}/edit`, { by: 'id', order })))['order'] as Row;
}

describe('a new order', () => {
  it('gets a number, the defaults of the account, and its sums', async () => {
    const account = await openAccount();
    const order = await create(account, { externalId: 'A-1', items: [tea], delivery: { code: 'courier' } });
    expect(order).toMatchObject({
      id: 1,
      number: '1A',
      externalId: 'A-1',
      status: 'new',
      orderType: 'eshop-individual',
      orderMethod: 'shopping-cart',
      site: 'main',
      createdAt: '2026-03-02 12:00:00',
      statusUpdatedAt: '2026-03-02 12:00:00',
      currency: 'RUB',
      summ: 200,
      totalSumm: 500,
      delivery: { code: 'courier', cost: 300 },
      fromApi: true,
      payments: [],
      customFields: [],
    });
    expect(await ok(account.get('orders/A-1'))).toMatchObject({ order: { id: 1, totalSumm: 500 } });
    expect(await ok(account.get('orders/1', { by: 'id' }))).toMatchObject({ order: { externalId: 'A-1' } });
  });

  it.each([
    ['status', { status: 'complette' }, 'status'],
    ['type', { orderType: 'x' }, 'orderType'],
    ['method', { orderMethod: 'x' }, 'orderMethod'],
    ['delivery type', { delivery: { code: 'x' } }, 'delivery.code'],
    ['store', { shipmentStore: 'x' }, 'shipmentStore'],
    ['manager', { managerId: 99 }, 'managerId'],
    ['payment type', { payments: [{ type: 'x' }] }, 'payments[0].type'],
    ['payment status', { payments: [{ type: 'cash', status: 'x' }] }, 'payments[0].status'],
    ['line status', { items: [{ ...tea, status: 'x' }] }, 'items[0].status'],
    ['site', { site: 'x' }, 'site'],
    ['customer', { customer: { id: 99 } }, 'customer'],
    ['customer of the shop', { customer: { externalId: 'x' } }, 'customer'],
    ['date', { createdAt: 'yesterday' }, 'createdAt'],
    ['day', { createdAt: '2026-02-30 10:00:00' }, 'createdAt'],
    ['price', { items: [{ ...tea, initialPrice: -1 }] }, 'items[0].initialPrice'],
    ['list of lines', { items: 'none' }, 'items'],
  ])('is refused for an unknown or wrong %s, by the member, and nothing is written', async (_name, order, member) => {
    const account = await openAccount();
    expect(await account.post('orders/create', { order: { ...order, phone: '+79990000001' } })).toMatchObject({
      status: 400,
      body: {
        success: false,
        errorMsg: 'Errors in the entity format',
        errors: { [member]: expect.any(String) as unknown },
      },
    });
    expect(await ok(account.get('orders'))).toMatchObject({ pagination: { totalCount: 0 } });
    expect(await ok(account.get('customers')), 'no customer was left behind').toMatchObject({
      pagination: { totalCount: 0 },
    });
    expect(await ok(account.get('orders/history'))).toMatchObject({ history: [] });
  });

  it('is refused when the shop has it already', async () => {
    const account = await openAccount();
    await create(account, { externalId: 'A-1' });
    expect(await account.post('orders/create', { order: { externalId: 'A-1' } })).toMatchObject({
      status: 400,
      body: { errorMsg: 'Order already exists.' },
    });
  });

  it('takes the name, the price and the cost of an offer from the catalogue', async () => {
    const account = await openAccount();
    const offers = [
      { externalId: 'sku-1', name: 'Чай чёрный', purchasePrice: 40, prices: [{ priceType: 'base', price: 90 }] },
    ];
    seedCrm(account.server.crm.store, { products: [{ name: 'Чай', externalId: 'p-1', offers }] });
    const order = await create(account, { items: [{ offer: { externalId: 'sku-1' }, quantity: 2 }] });
    expect(order).toMatchObject({
      totalSumm: 180,
      purchaseSumm: 80,
      items: [
        { initialPrice: 90, offer: { id: 1, externalId: 'sku-1', name: 'Чай чёрный', displayName: 'Чай чёрный' } },
      ],
    });
  });
});

describe('the customer of an order', () => {
  it('is made of its contact data', async () => {
    const account = await openAccount();
    const order = await create(account, {
      firstName: 'Анна',
      lastName: 'К',
      phone: '+7 (999) 000-00-01',
      email: 'anna@shop.example',
      delivery: { address: { city: 'Тула' } },
    });
    expect(order['customer']).toMatchObject({
      type: 'customer',
      firstName: 'Анна',
      phones: [{ number: '+7 (999) 000-00-01' }],
      email: 'anna@shop.example',
      address: { city: 'Тула' },
      ordersCount: 1,
    });
    expect(order['contact']).toEqual(order['customer']);
  });

  it.each([
    ['phone, however it is written', { phone: '8 999 000 00 01' }],
    ['e-mail, in any case', { email: 'Anna@Shop.example' }],
    ['id', { customer: { id: 1 } }],
    ['id of the shop', { customer: { externalId: 'c-1' } }],
    ['browser', { customer: { browserId: 'b-1' } }],
  ])('is found by its %s', async (_name, order) => {
    const account = await openAccount();
    const customer = {
      externalId: 'c-1',
      firstName: 'Анна',
      browserId: 'b-1',
      phones: [{ number: '+79990000001' }],
      email: 'anna@shop.example',
    };
    await ok(account.post('customers/create', { customer }));
    const made = await create(account, order);
    expect(made, 'its contact data fill the order').toMatchObject({
      firstName: 'Анна',
      customer: { id: 1, ordersCount: 1 },
    });
    expect(await ok(account.get('customers'))).toMatchObject({ pagination: { totalCount: 1 } });
  });

  it('is nobody when the order says nothing', async () => {
    const account = await openAccount();
    expect(await create(account, {})).not.toHaveProperty('customer');
  });

  it('counts orders and money without what was cancelled', async () => {
    const account = await openAccount();
    const phone = '+79990000001';
    await create(account, { phone, items: [tea], createdAt: '2026-01-01 10:00:00' });
    account.pass(86_400_000);
    const second = await create(account, { phone, items: [{ ...tea, quantity: 4 }] });
    expect(second['customer']).toMatchObject({ ordersCount: 2, totalSumm: 600, averageSumm: 300 });
    await edit(account, second['id'], { status: 'cancel-other' });
    expect(await ok(account.get('customers'))).toMatchObject({
      customers: [{ ordersCount: 2, totalSumm: 200, averageSumm: 200 }],
    });
    await ok(account.post('customers/create', { customer: { externalId: 'other' } }));
    await edit(account, 1, { customer: { externalId: 'other' } });
    expect(await ok(account.get('customers', 'filter[ids][]=1'))).toMatchObject({
      customers: [{ ordersCount: 1, totalSumm: 0 }],
    });
    expect(await ok(account.get('customers/other'))).toMatchObject({ customer: { ordersCount: 1, totalSumm: 200 } });
  });
});

describe('editing an order', () => {
  it('keeps what is not sent, clears what is null, and moves statusUpdatedAt with the status', async () => {
    const account = await openAccount();
    await create(account, { managerComment: 'позвонить', customerComment: 'домофон', items: [tea] });
    account.pass(60_000);
    const commented = await edit(account, 1, { managerComment: null });
    expect(commented).not.toHaveProperty('managerComment');
    expect(commented).toMatchObject({
      customerComment: 'домофон',
      statusUpdatedAt: '2026-03-02 12:00:00',
      totalSumm: 200,
    });
    expect(await edit(account, 1, { status: 'assembling' })).toMatchObject({
      status: 'assembling',
      statusUpdatedAt: '2026-03-02 12:01:00',
    });
  });

  it('replaces the list of lines; a line is known by its id or the ids of the shop', async () => {
    const account = await openAccount();
    const { items } = (await create(account, { items: [tea, { productName: 'Кофе', initialPrice: 300 }] })) as {
      items: Row[];
    };
    const changed = await edit(account, 1, {
      items: [
        { externalIds: tea.externalIds, quantity: 5 },
        { productName: 'Сахар', initialPrice: 10 },
      ],
    });
    expect(changed['totalSumm']).toBe(510);
    expect(changed['items']).toMatchObject([
      { id: items[0]!['id'], productName: 'Чай', quantity: 5 },
      { productName: 'Сахар', quantity: 1 },
    ]);
    expect(await edit(account, 1, { items: [{ id: items[0]!['id'], initialPrice: 1 }] })).toMatchObject({
      totalSumm: 5,
    });
    expect(await edit(account, 1, { items: [{ id: items[0]!['id'], status: 'returned' }] })).toMatchObject({
      totalSumm: 0,
      items: [{ isCanceled: true }],
    });
  });

  it('merges the delivery address', async () => {
    const account = await openAccount();
    await create(account, { delivery: { address: { city: 'Тула', street: 'Мира' } } });
    const { delivery } = (await edit(account, 1, {
      delivery: { cost: 100, address: { street: null, building: '1' } },
    })) as { delivery: Row };
    expect(delivery['address']).toEqual({ city: 'Тула', building: '1' });
  });

  it('answers 404 for an order that is not there and for one of another site', async () => {
    const account = await openAccount();
    expect((await account.post('orders/77/edit', { by: 'id', order: {} })).status).toBe(404);
    expect((await account.post('orders/nope/edit', { order: {} })).status).toBe(404);
  });
});

describe('payments', () => {
  it('are made, changed and taken away, and the order knows what is paid', async () => {
    const account = await openAccount();
    const { get, post } = account;
    await create(account, { items: [tea] });
    const payment = { order: { id: 1 }, type: 'bank-card', externalId: 'pay-1' };
    const { id } = await ok(post('orders/payments/create', { payment }));
    expect(await ok(get('orders/1', { by: 'id' }))).toMatchObject({
      order: { prepaySum: 0, payments: { [String(id)]: { id, type: 'bank-card', amount: 200, externalId: 'pay-1' } } },
    });
    account.pass(60_000);
    await ok(post('orders/payments/pay-1/edit', { payment: { status: 'paid' } }));
    const { order } = (await ok(get('orders/1', { by: 'id' }))) as { order: Row };
    expect(order).toMatchObject({ prepaySum: 200, fullPaidAt: '2026-03-02 12:01:00' });
    await ok(post(`orders/payments/${String(id)}/edit`, { by: 'id', payment: { amount: 50 } }));
    expect((await ok(get('orders/1', { by: 'id' })))['order']).not.toHaveProperty('fullPaidAt');
    await ok(post(`orders/payments/${String(id)}/delete`));
    expect(await ok(get('orders/1', { by: 'id' }))).toMatchObject({ order: { prepaySum: 0, payments: [] } });
    expect((await post(`orders/payments/${String(id)}/delete`)).status).toBe(404);
  });

  it.each([
    ['an unknown order', { order: { id: 77 }, type: 'cash' }, 'order'],
    ['no type', { order: { id: 1 } }, 'type'],
    ['an id that the shop used already', { order: { id: 1 }, type: 'cash', externalId: 'pay-1' }, 'externalId'],
  ])('are refused with %s', async (_name, payment, member) => {
    const account = await openAccount();
    await create(account, { payments: [{ type: 'cash', externalId: 'pay-1' }] });
    expect(await account.post('orders/payments/create', { payment })).toMatchObject({
      status: 400,
      body: { errors: { [member]: expect.any(String) as unknown } },
    });
  });
});

describe('upload', () => {
  it('takes every order it can and answers 460 with the others', async () => {
    const account = await openAccount();
    const orders = [
      { externalId: '1', phone: '+79990000001' },
      { externalId: '2', status: 'nope', phone: '+79990000002' },
      { externalId: '1' },
      { externalId: '3' },
    ];
    expect(await account.post('orders/upload', { orders })).toMatchObject({
      status: 460,
      body: {
        success: false,
        errorMsg: 'Orders are loaded with errors',
        uploadedOrders: [{ externalId: '1' }, { externalId: '3' }],
        failedOrders: [{ externalId: '2' }, { externalId: '1' }],
      },
    });
    expect(await ok(account.get('orders'))).toMatchObject({ pagination: { totalCount: 2 } });
    expect(await ok(account.get('customers')), 'a refused order leaves no customer').toMatchObject({
      pagination: { totalCount: 1 },
    });
  });

  it('answers 200 when all are taken, and takes 50 at most', async () => {
    const { post } = await openAccount();
    const orders = Array.from({ length: 50 }, (_, index) => ({ externalId: String(index) }));
    const body = await ok(post('orders/upload', { orders }));
    expect(rows(body, 'uploadedOrders')).toHaveLength(50);
    expect(rows(body, 'orders')[0]).toMatchObject({ externalId: '0', number: '1A' });
    expect((await post('orders/upload', { orders: [...orders, {}] })).status).toBe(400);
  });
});

describe('the other methods', () => {
  it('give statuses alone, by id and by id of the shop', async () => {
    const account = await openAccount();
    await create(account, { externalId: 'A' });
    await create(account, { externalId: 'B', status: 'delivering' });
    const body = await ok(account.get('orders/statuses', 'ids[]=1&externalIds[]=B&externalIds[]=none'));
    expect(body['orders']).toEqual([
      { id: 1, externalId: 'A', status: 'new', group: 'new' },
      { id: 2, externalId: 'B', status: 'delivering', group: 'delivery' },
    ]);
    expect((await account.get('orders/statuses')).status).toBe(400);
  });

  it('give orders the ids of the shop', async () => {
    const account = await openAccount();
    await create(account, {});
    await create(account, { externalId: 'B' });
    await ok(account.post('orders/fix-external-ids', { orders: [{ id: 1, externalId: 'A' }] }));
    expect(await ok(account.get('orders/A'))).toMatchObject({ order: { id: 1 } });
    expect(await account.post('orders/fix-external-ids', { orders: [{ id: 1, externalId: 'B' }] })).toMatchObject({
      status: 400,
    });
    expect(await account.post('orders/fix-external-ids', { orders: [{ id: 77, externalId: 'C' }] })).toMatchObject({
      status: 400,
    });
  });

  it.each([
    ['ours', 2],
    ['theirs', 3],
    ['summ', 5],
  ])('combine two orders, quantities by technique %s', async (technique, quantity) => {
    const account = await openAccount();
    const line = (count: number, sku: string): Row => ({
      offer: { externalId: sku },
      productName: sku,
      initialPrice: 10,
      quantity: count,
    });
    await create(account, {
      externalId: 'A',
      items: [line(2, 'tea')],
      payments: [{ type: 'cash', status: 'paid', amount: 5 }],
    });
    await create(account, {
      externalId: 'B',
      items: [line(3, 'tea'), line(1, 'cup')],
      payments: [{ type: 'cash', status: 'paid', amount: 7 }],
    });
    const body = { technique, order: { externalId: 'B' }, resultOrder: { id: 1 } };
    expect(await ok(account.post('orders/combine', body))).toEqual({ success: true, errors: [] });
    const { order } = (await ok(account.get('orders/A'))) as { order: Row };
    expect(order['items']).toMatchObject([{ quantity }, { quantity: 1, offer: { externalId: 'cup' } }]);
    expect(order).toMatchObject({ totalSumm: (quantity + 1) * 10, prepaySum: 12 });
    expect((await account.get('orders/B')).status).toBe(404);
    const last = rows(await ok(account.get('orders/history')), 'history').find(({ deleted }) => deleted === true);
    expect(last).toMatchObject({ order: { id: 2, externalId: 'B' }, combinedTo: { id: 1, externalId: 'A' } });
    expect((await account.post('orders/combine', { ...body, technique: 'mine' })).status).toBe(400);
  });

  it('link two orders, both know of it', async () => {
    const account = await openAccount();
    await create(account, { externalId: 'A' });
    await create(account, { externalId: 'B' });
    await ok(
      account.post('orders/links/create', {
        link: { orders: [{ externalId: 'A' }, { number: '2A' }], comment: 'дозаказ' },
      }),
    );
    const links = [
      { comment: 'дозаказ', order: { id: 2, number: '2A', externalId: 'B' }, createdAt: '2026-03-02 12:00:00' },
    ];
    expect((await ok(account.get('orders/A')))['order']).toMatchObject({ links });
    expect((await ok(account.get('orders/B')))['order']).toMatchObject({ links: [{ order: { id: 1 } }] });
    const self = { link: { orders: [{ id: 1 }, { id: 1 }] } };
    expect((await account.post('orders/links/create', self)).status).toBe(400);
  });
});
