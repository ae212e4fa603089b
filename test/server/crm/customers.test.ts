import { describe, expect, it } from 'vitest';
import { seedCrm } from '../../../src/server/crm/seed.js';
import { openAccount, ok, rows, type Account, type Row } from './account.js';

async function create({ post }: Account, customer: Row): Promise<unknown> {
  return (await ok(post('customers/create', { customer })))['id'];
}

async function read({ get }: Account, id: unknown = 1): Promise<Row> {
  return (await ok(get(`customers/${String(id)}`, { by: 'id' })))['customer'] as Row;
}

async function edit({ post }: Account, customer: Row, id: unknown = 1): Promise<void> {
  await ok(post(`customers/${String(id)}/edit`, { by: 'id', customer }));
}

const anna = {
  externalId: 'c-1',
  firstName: 'Анна',
  lastName: 'Ким',
  email: 'anna@shop.example',
  phones: [{ number: '+79990000001' }],
};

describe('a customer', () => {
  it('is made with 201, read by either id, and changed', async () => {
    const account = await openAccount();
    expect(await account.post('customers/create', { customer: anna })).toMatchObject({
      status: 201,
      body: { success: true, id: 1 },
    });
    await edit(account, { lastName: 'Ли', address: { city: 'Тула' }, vip: '1' });
    const customer = (await ok(account.get('customers/c-1')))['customer'] as Row;
    expect(customer).toMatchObject({
      ...anna,
      lastName: 'Ли',
      vip: true,
      bad: false,
      site: 'main',
      createdAt: '2026-03-02 12:00:00',
      address: { id: 1, city: 'Тула' },
      contragent: { contragentType: 'individual' },
      tags: [],
      segments: [],
      customFields: [],
      ordersCount: 0,
      totalSumm: 0,
    });
    expect(await read(account)).toEqual(customer);
    expect(await ok(account.post('customers/c-1/edit', { customer: {} }))).toEqual({ success: true, id: 1 });
  });

  it.each([
    ['an unknown manager', { managerId: 99 }, 'managerId'],
    ['an unknown sex', { sex: 'x' }, 'sex'],
    ['a birthday that is none', { birthday: '31.12.1990' }, 'birthday'],
    ['phones that are no list', { phones: '+7' }, 'phones'],
    ['the same id of the shop', { externalId: 'c-1' }, 'externalId'],
  ])('is refused with %s', async (_name, customer, member) => {
    const account = await openAccount();
    await create(account, anna);
    const reply = await account.post('customers/create', { customer });
    expect(reply).toMatchObject({ status: 400, body: { errors: { [member]: expect.any(String) as unknown } } });
    expect(await ok(account.get('customers/history'))).toMatchObject({ pagination: { totalCount: 1 } });
  });
});

describe('tags', () => {
  const names = ({ tags }: Row): unknown[] => (tags as Row[]).map(({ name }) => name);

  it('are added, removed and attached by name, in any case', async () => {
    const account = await openAccount();
    await create(account, { addTags: ['vip', 'чай'] });
    await edit(account, { addTags: ['VIP', 'мёд'], removeTags: ['Чай', 'never'] });
    expect(names(await read(account))).toEqual(['vip', 'мёд']);
    await edit(account, { attachedTag: 'мёд' });
    expect((await read(account))['tags']).toMatchObject([
      { name: 'vip', attached: false },
      { name: 'мёд', attached: true, color: expect.any(String) as unknown },
    ]);
    await edit(account, { attachedTag: 'новая' });
    expect((await read(account))['tags']).toMatchObject([
      { attached: false },
      { attached: false },
      { name: 'новая', attached: true },
    ]);
  });

  it('find customers', async () => {
    const account = await openAccount();
    await create(account, { addTags: ['vip'], attachedTag: 'мёд' });
    await create(account, { addTags: ['vip', 'мёд'] });
    const found = async (query: string): Promise<unknown[]> =>
      rows(await ok(account.get('customers', query)), 'customers')
        .map(({ id }) => id)
        .sort();
    expect(await found('filter[tags][]=VIP')).toEqual([1, 2]);
    expect(await found('filter[attachedTags][]=мёд')).toEqual([1]);
    expect(await found('filter[tags][]=none')).toEqual([]);
  });
});

describe('subscriptions', () => {
  const email = { channel: 'email', subscription: 'default_marketing' };
  const stateOf = (customer: Row, channel: string): unknown =>
    (customer['customerSubscriptions'] as Row[]).find(
      ({ subscription }) => (subscription as Row)['channel'] === channel,
    );

  it('are on until the customer leaves; leaving e-mail is leaving e-mail marketing', async () => {
    const account = await openAccount();
    await create(account, anna);
    expect(stateOf(await read(account), 'email')).toMatchObject({ subscribed: true });
    account.pass(60_000);
    await ok(account.post('customers/c-1/subscriptions', { subscriptions: [{ ...email, active: false }] }));
    const left = await read(account);
    expect(stateOf(left, 'email')).toMatchObject({ subscribed: false, changedAt: '2026-03-02 12:01:00' });
    expect(stateOf(left, 'sms')).toMatchObject({ subscribed: true });
    expect(left['emailMarketingUnsubscribedAt']).toBe('2026-03-02 12:01:00');
    await ok(account.post('customers/c-1/subscriptions', { subscriptions: [{ ...email, active: true }] }));
    expect(await read(account)).not.toHaveProperty('emailMarketingUnsubscribedAt');
  });

  it('follow `subscribed` of an edit', async () => {
    const account = await openAccount();
    await create(account, { ...anna, subscribed: false });
    expect(await read(account)).toMatchObject({ emailMarketingUnsubscribedAt: '2026-03-02 12:00:00' });
    expect(await ok(account.get('customers', 'filter[emailMarketingUnsubscribed]=1'))).toMatchObject({
      pagination: { totalCount: 1 },
    });
  });

  it('refuse a channel that is not there', async () => {
    const account = await openAccount();
    await create(account, anna);
    const subscriptions = [{ channel: 'pigeon', active: true }];
    expect((await account.post('customers/c-1/subscriptions', { subscriptions })).status).toBe(400);
  });
});

describe('notes', () => {
  it('are made, listed and taken away', async () => {
    const account = await openAccount();
    const { get, post } = account;
    await create(account, anna);
    await create(account, { externalId: 'c-2' });
    const made = await post('customers/notes/create', { note: { text: 'любит чай', customer: { id: 1 } } });
    expect(made.status).toBe(201);
    await ok(
      post('customers/notes/create', { note: { text: 'не звонить', managerId: 1, customer: { externalId: 'c-2' } } }),
    );
    expect(rows(await ok(get('customers/notes', 'filter[customerIds][]=1')), 'notes')).toEqual([
      {
        id: made.body['id'],
        text: 'любит чай',
        createdAt: '2026-03-02 12:00:00',
        customer: { site: 'main', id: 1, externalId: 'c-1', type: 'customer' },
      },
    ]);
    const ids = async (query: string): Promise<unknown[]> =>
      rows(await ok(get('customers/notes', query)), 'notes').map(({ id }) => id);
    expect(await ids('filter[text]=звонить')).toEqual([2]);
    expect(await ids('filter[managerIds][]=1')).toEqual([2]);
    expect(await ids('filter[customerExternalIds][]=c-1')).toEqual([1]);
    expect(await ids('filter[createdAtFrom]=2026-03-03')).toEqual([]);
    await ok(post('customers/notes/1/delete'));
    expect((await post('customers/notes/1/delete')).status).toBe(404);
    expect(await ids('')).toEqual([2]);
  });

  it.each([
    ['text', { customer: { id: 1 } }, 'text'],
    ['customer', { text: 'x' }, 'customer'],
    ['customer that is there', { text: 'x', customer: { id: 9 } }, 'customer'],
  ])('are refused without a %s', async (_name, note, member) => {
    const account = await openAccount();
    await create(account, anna);
    expect(await account.post('customers/notes/create', { note })).toMatchObject({
      status: 400,
      body: { errors: { [member]: expect.any(String) as unknown } },
    });
  });
});

describe('combining customers', () => {
  it('moves orders, notes, tasks and phones, and the history says in whom', async () => {
    const account = await openAccount();
    const { get, post } = account;
    await create(account, anna);
    await create(account, { externalId: 'c-2', phones: [{ number: '+79990000002' }] });
    await ok(
      post('orders/create', { order: { customer: { id: 2 }, items: [{ productName: 'Чай', initialPrice: 70 }] } }),
    );
    await ok(post('customers/notes/create', { note: { text: 'x', customer: { id: 2 } } }));
    await ok(post('tasks/create', { task: { text: 'x', customer: { id: 2 } } }));
    const segments = [
      { code: 'both', name: 'Оба', customers: [1, 2] },
      { code: 'second', name: 'Второй', customers: [2] },
    ];
    seedCrm(account.server.crm.store, { segments });
    await ok(post('customers/combine', { customers: [{ id: 2 }], resultCustomer: { externalId: 'c-1' } }));
    expect((await read(account))['segments']).toMatchObject([
      { code: 'both', customersCount: 1 },
      { code: 'second', customersCount: 1 },
    ]);
    expect(await read(account)).toMatchObject({
      ordersCount: 1,
      totalSumm: 70,
      phones: [{ number: '+79990000001' }, { number: '+79990000002' }],
    });
    expect((await get('customers/c-2')).status).toBe(404);
    expect(await ok(get('orders/1', { by: 'id' }))).toMatchObject({ order: { customer: { id: 1 } } });
    expect(await ok(get('tasks/1'))).toMatchObject({ task: { customer: { id: 1 } } });
    expect(await ok(get('customers/notes'))).toMatchObject({ notes: [{ customer: { id: 1 } }] });
    const end = rows(await ok(get('customers/history')), 'history').find(({ deleted }) => deleted === true);
    expect(end).toMatchObject({ customer: { id: 2, externalId: 'c-2' }, combinedTo: { id: 1, externalId: 'c-1' } });
    const next = await ok(post('orders/create', { order: { phone: '+79990000002' } }));
    expect(next, 'the phone of the merged one finds the survivor').toMatchObject({
      order: { customer: { id: 1, ordersCount: 2 } },
    });
  });

  it('refuses a customer that is not there, and itself', async () => {
    const account = await openAccount();
    await create(account, anna);
    expect(
      (await account.post('customers/combine', { customers: [{ id: 9 }], resultCustomer: { id: 1 } })).status,
    ).toBe(400);
    expect(
      (await account.post('customers/combine', { customers: [{ id: 1 }], resultCustomer: { id: 1 } })).status,
    ).toBe(400);
    expect(
      (await account.post('customers/combine', { customers: [{ id: 1 }], resultCustomer: { id: 9 } })).status,
    ).toBe(400);
  });
});

it('uploads what it can and answers 460 with the rest', async () => {
  const { post } = await openAccount();
  const customers = [{ externalId: '1' }, { externalId: '2', sex: 'x' }];
  expect(await post('customers/upload', { customers })).toMatchObject({
    status: 460,
    body: { success: false, uploadedCustomers: [{ id: 1, externalId: '1' }], failedCustomers: [{ externalId: '2' }] },
  });
  expect(await ok(post('customers/upload', { customers: [{ externalId: '3' }] }))).toMatchObject({
    failedCustomers: [],
  });
});

it('gives customers the ids of the shop', async () => {
  const account = await openAccount();
  await create(account, { firstName: 'Анна' });
  await ok(account.post('customers/fix-external-ids', { customers: [{ id: 1, externalId: 'c-9' }] }));
  expect(await ok(account.get('customers/c-9'))).toMatchObject({ customer: { id: 1 } });
});
