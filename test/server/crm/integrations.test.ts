import { describe, expect, it } from 'vitest';
import { seedCrm } from '../../../src/server/crm/seed.js';
import { select } from '../../../src/server/crm/store/documents.js';
import { openAccount, openSharedAccount, ok, rows, type Account, type Row } from './account.js';
import { holdToRecorded } from './recorded.js';

async function openShop(open: () => Promise<Account>): Promise<Account> {
  const account = await open();
  const data = { externalId: 'parcel-1' };
  seedCrm(account.server.crm.store, {
    customers: [{ externalId: 'c-1' }],
    orders: [
      {
        externalId: 'A',
        customer: { id: 1 },
        items: [{ quantity: 1, initialPrice: 700 }],
        payments: [{ type: 'bank-card', amount: 700 }],
        delivery: { code: 'courier', integrationCode: 'boxes-1', data },
      },
      { externalId: 'B' },
    ],
  });
  return account;
}

const orderOf = async ({ get }: Account, id = 'A'): Promise<Row> => (await ok(get(`orders/${id}`)))['order'] as Row;
const changes = async ({ get }: Account): Promise<unknown[]> =>
  rows(await ok(get('orders/history', 'filter[orderId]=1')), 'history')
    .slice(1)
    .map(({ field, newValue }) => [field, newValue]);

describe('deliveries', () => {
  it('are told by their carrier and seen in the order and its history', async () => {
    const account = await openShop(openAccount);
    const path = 'delivery/generic/boxes-1/tracking';
    const history = [
      { code: 'delivered', updatedAt: '2026-03-03T12:00:00+03:00' },
      { code: 'on-the-way', updatedAt: '2026-03-02T12:00:00+03:00' },
    ];
    await ok(
      account.post(path, { statusUpdate: [{ deliveryId: 'parcel-1', trackNumber: 'RR1', cost: 100, history }] }),
    );
    expect((await orderOf(account))['delivery']).toMatchObject({
      netCost: 100,
      data: { status: 'delivered', trackNumber: 'RR1', externalId: 'parcel-1' },
    });
    expect(await changes(account)).toEqual([
      ['delivery_net_cost', 100],
      ['integration_delivery_data.status', 'delivered'],
      ['integration_delivery_data.track_number', 'RR1'],
    ]);
    const unknown = await account.post(path, { statusUpdate: [{ deliveryId: 'parcel-9', history }] });
    expect(unknown).toMatchObject({
      status: 400,
      body: { errors: { 'statusUpdate[0].deliveryId': 'There is no such delivery.' } },
    });
    await ok(account.post('orders/A/delivery/cancel'));
    expect((await orderOf(account))['delivery']).not.toHaveProperty('data');
    expect((await account.post('orders/A/delivery/cancel')).status).toBe(400);
    await ok(account.post('orders/A/delivery/cancel', { force: 1 }));
  });

  it('cost what their type costs, and are not to be had when it is unknown or off', async () => {
    const { post } = await openShop(openAccount);
    await ok(post('reference/delivery-types/courier/edit', { deliveryType: { defaultCost: 300 } }));
    await ok(post('reference/delivery-types/old/edit', { deliveryType: { name: 'x', active: false } }));
    const deliveryTypeCodes = ['courier', 'old', 'rocket'];
    expect((await ok(post('delivery/calculate', { deliveryTypeCodes, order: {} })))['calculations']).toEqual([
      { code: 'courier', available: true, cost: 300 },
      { code: 'old', available: false },
      { code: 'rocket', available: false },
    ]);
  });

  it('leave together in shipments', async () => {
    const { get, post } = await openShop(openAccount);
    const deliveryShipment = { store: 'main', date: '2026-03-05', time: { from: '10:00' }, orders: [{ number: '1C' }] };
    const made = await post('delivery/shipments/create', { deliveryType: 'courier', deliveryShipment });
    expect(made).toMatchObject({ status: 201, body: { id: 1, status: 'processing' } });
    await ok(post('delivery/shipments/1/edit', { deliveryType: 'courier', deliveryShipment: { status: 'cancelled' } }));
    expect((await ok(get('delivery/shipments/1')))['deliveryShipment']).toMatchObject({
      status: 'cancelled',
      date: '2026-03-05',
      orders: [{ id: 1, number: '1C' }],
    });
    const ids = async (query: string): Promise<unknown[]> =>
      rows(await ok(get('delivery/shipments', query)), 'deliveryShipments').map(({ id }) => id);
    expect(await ids('filter[orderNumber]=1C&filter[dateFrom]=2026-03-05')).toEqual([1]);
    expect(await ids('filter[dateFrom]=2026-03-06')).toEqual([]);
    const lost = { deliveryType: 'courier', deliveryShipment: { orders: [{ id: 9 }] } };
    expect((await post('delivery/shipments/create', lost)).status).toBe(400);
    expect((await post('delivery/shipments/create', { deliveryShipment })).status).toBe(400);
  });
});

describe('an invoice', () => {
  it('can be paid while it is open, and pays the payment of its order', async () => {
    const account = await openShop(openAccount);
    const { get, post } = account;
    const { result } = await ok(
      post('payment/create-invoice', { createInvoice: { paymentId: 1, returnUrl: 'https://x' } }),
    );
    const invoiceUuid = String((result as Row)['link'])
      .split('/')
      .at(-1);
    const check = async (amount: number, currency = 'RUB'): Promise<unknown> =>
      (await ok(post('payment/check', { check: { invoiceUuid, amount, currency } })))['result'];
    expect(await Promise.all([check(700), check(699), check(700, 'EUR')])).toEqual([
      { success: true },
      { success: false },
      { success: false },
    ]);
    const paid = { invoiceUuid, paymentId: 'theirs-7', status: 'succeeded', paidAt: '2026-03-02 12:30:00' };
    await ok(post('payment/update-invoice', { updateInvoice: paid }));
    await ok(post('payment/update-invoice', { updateInvoice: paid }));
    expect((await orderOf(account))['payments']).toMatchObject({
      1: { status: 'paid', paidAt: '2026-03-02 12:30:00', amount: 700 },
    });
    expect((await changes(account)).filter((row) => String(row).startsWith('payments.status'))).toHaveLength(1);
    expect(await check(700)).toEqual({ success: false });
    expect((await ok(get(`payment/invoice/${String(invoiceUuid)}`)))['invoice']).toMatchObject({
      status: 'succeeded',
      paymentId: 1,
    });
    expect((await get('payment/invoice/none')).status).toBe(404);
    expect((await post('payment/create-invoice', { createInvoice: { paymentId: 9 } })).status).toBe(400);
    expect((await post('payment/update-invoice', { updateInvoice: { invoiceUuid, status: 'lost' } })).status).toBe(400);
  });
});

describe('web analytics', () => {
  it('tell where a customer and an order came from, and name what fits nobody', async () => {
    const account = await openShop(openAccount);
    const { get, post, server } = account;
    const sources = [
      { source: 'google', medium: 'cpc', order: { externalId: 'A' } },
      { source: 'yandex', customer: { externalId: 'c-9' } },
    ];
    expect((await ok(post('web-analytics/sources/upload', { sources })))['failedSources']).toMatchObject([
      { source: 'yandex', errors: { customer: 'There is no such customer.' } },
    ]);
    expect((await orderOf(account))['source']).toEqual({ source: 'google', medium: 'cpc' });
    for (const value of ['first', 'second']) {
      const clientIds = [{ value, customer: { externalId: 'c-1' }, order: { externalId: 'A' } }];
      await ok(post('web-analytics/client-ids/upload', { clientIds }));
    }
    expect((await ok(get('customers/c-1')))['customer']).toMatchObject({
      firstClientId: 'first',
      lastClientId: 'second',
    });
    expect(await orderOf(account)).toHaveProperty('clientId', 'second');
    const visits = [{ clientId: 'first', createdAt: '2026-03-01 10:00:00', pageViews: 3 }, { clientId: 'x' }];
    expect(rows(await ok(post('web-analytics/visits/upload', { visits })), 'failedVisits')).toHaveLength(1);
    expect(select(server.crm.store, 'web_visits', { sql: '1', values: [] })).toHaveLength(1);
  });
});

describe('an integration module', () => {
  it('is what it was registered as, and gets a key with the rights that it asks for', async () => {
    const { get, post } = await openAccount();
    expect((await get('integration-modules/bot')).status).toBe(404);
    expect((await post('integration-modules/bot/edit', { integrationModule: { name: 'Бот' } })).status).toBe(400);
    const actions = { activity: '/activity' };
    await ok(post('integration-modules/bot/edit', { integrationModule: { name: 'Бот', clientId: 'x', actions } }));
    await ok(post('integration-modules/bot/edit', { integrationModule: { active: false } }));
    expect((await ok(get('integration-modules/bot')))['integrationModule']).toMatchObject({
      code: 'bot',
      name: 'Бот',
      active: false,
      actions,
      integrations: [],
    });
    const ask = (scopes: string[]): ReturnType<typeof post> =>
      post('integration-modules/bot/update-scopes', { requires: { scopes } });
    expect((await ask(['order_read', 'everything'])).status).toBe(400);
    const first = String((await ok(ask(['order_read'])))['apiKey']);
    expect((await get('orders', '', first)).status).toBe(200);
    expect((await get('customers', '', first)).status).toBe(403);
    const second = String((await ok(ask(['customer_read'])))['apiKey']);
    expect((await get('customers', '', second)).status).toBe(200);
    expect((await get('orders', '', first)).status).toBe(403);
  });
});

it('the account says what it counts and what it has paid for', async () => {
  const { get } = await openAccount();
  expect(await ok(get('statistic/update'))).toEqual({ success: true });
  expect(await ok(get('features/check', 'features[]=LoyaltyProgram'))).toEqual({ success: true, features: [] });
  expect((await get('features/check')).status).toBe(400);
});

const deliveryShipment = {
  integrationCode: 'boxes-1',
  externalId: '1',
  store: 'main',
  managerId: 1,
  date: '2026-03-05',
  time: { from: '18:00', to: '22:00' },
  orders: [{ number: '1C' }],
  extraData: { test: 'x' },
};
holdToRecorded(
  [
    { file: 'Delivery/calculate', post: 'delivery/calculate', body: { deliveryTypeCodes: ['courier'], order: {} } },
    { file: 'Delivery/tracking', post: 'delivery/generic/boxes-1/tracking', body: { statusUpdate: [] } },
    {
      file: 'Delivery/shipmentsCreate',
      post: 'delivery/shipments/create',
      body: { deliveryType: 'courier', deliveryShipment },
    },
    { file: 'Delivery/shipments', get: 'delivery/shipments' },
    { file: 'Delivery/shipmentsGet', get: 'delivery/shipments/1' },
    {
      file: 'Delivery/shipmentsEdit',
      post: 'delivery/shipments/1/edit',
      body: { deliveryType: 'courier', deliveryShipment },
    },
    { file: 'Orders/deliveryCancel', post: 'orders/A/delivery/cancel' },
    { file: 'Payments/createInvoice', post: 'payment/create-invoice', body: { createInvoice: { paymentId: 1 } } },
    {
      file: 'Payments/importInvoice',
      post: 'payment/invoice/import',
      body: { invoice: { paymentId: 1, externalId: '1', status: 'succeeded', amount: 700, currency: 'RUB' } },
    },
    { file: 'WebAnalytics/sourcesUpload', post: 'web-analytics/sources/upload', body: { sources: [{ source: 'x' }] } },
    {
      file: 'WebAnalytics/clientIdsUpload',
      post: 'web-analytics/client-ids/upload',
      body: { clientIds: [{ value: 'x' }] },
    },
  ],
  () => openShop(openSharedAccount),
);
