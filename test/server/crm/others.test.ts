import { describe, expect, it } from 'vitest';
import { seedCrm } from '../../../src/server/crm/seed.js';
import { openAccount, ok, rows } from './account.js';

describe('users', () => {
  it('are listed, found and read, with the names of their groups', async () => {
    const { get, post, server } = await openAccount();
    seedCrm(server.crm.store, {
      users: [{ email: 'boris@shop.example', firstName: 'Борис', groups: ['manager', 'director'], isAdmin: false }],
    });
    expect(await ok(get('users/2'))).toMatchObject({
      user: {
        id: 2,
        email: 'boris@shop.example',
        status: 'free',
        active: true,
        groups: [
          { id: 2, name: 'Руководители', code: 'director' },
          { id: 3, name: 'Менеджеры', code: 'manager' },
        ],
      },
    });
    const ids = async (query: string): Promise<unknown[]> =>
      rows(await ok(get('users', query)), 'users').map(({ id }) => id);
    expect(await ids('')).toEqual([1, 2]);
    expect(await ids('filter[email]=boris')).toEqual([2]);
    expect(await ids('filter[isAdmin]=1')).toEqual([1]);
    expect(await ids('filter[groups][]=director')).toEqual([2]);
    await ok(post('users/2/status', { status: 'dinner' }));
    expect(await ids('filter[status]=dinner')).toEqual([2]);
    expect((await post('users/2/status', { status: 'asleep' })).status).toBe(400);
    expect((await post('users/9/status', { status: 'free' })).status).toBe(404);
    expect((await get('users/9')).status).toBe(404);
    expect(rows(await ok(get('user-groups')), 'groups').map(({ code }) => code)).toEqual([
      'superadmins',
      'director',
      'manager',
    ]);
  });
});

describe('segments', () => {
  it('are listed with their counts and shown in their customers', async () => {
    const { get, server } = await openAccount();
    seedCrm(server.crm.store, {
      customers: [{}, {}],
      segments: [
        { code: 'loyal', name: 'Лояльные', customers: [1, 2] },
        { code: 'old', name: 'Старые', isDynamic: false, active: false },
      ],
    });
    const loyal = {
      id: 1,
      code: 'loyal',
      name: 'Лояльные',
      createdAt: '2026-03-02 12:00:00',
      isDynamic: true,
      customersCount: 2,
      active: true,
    };
    expect(rows(await ok(get('segments')), 'segments')).toEqual([
      { ...loyal, id: 2, code: 'old', name: 'Старые', isDynamic: false, customersCount: 0, active: false },
      loyal,
    ]);
    expect(await ok(get('customers/1', { by: 'id' }))).toMatchObject({ customer: { segments: [loyal] } });
    const codes = async (query: string): Promise<unknown[]> =>
      rows(await ok(get('segments', query)), 'segments').map(({ code }) => code);
    expect(await codes('filter[active]=1')).toEqual(['loyal']);
    expect(await codes('filter[type]=static')).toEqual(['old']);
    expect(await codes('filter[minCustomersCount]=1')).toEqual(['loyal']);
    expect(await codes('filter[name]=стар')).toEqual(['old']);
  });

  it('cannot be written through the API, like triggers and templates', async () => {
    const { post } = await openAccount();
    for (const path of ['segments/create', 'triggers/create', 'templates/create']) {
      expect(await post(path, {}), path).toMatchObject({ status: 404, body: { errorMsg: 'API method not found' } });
    }
  });
});

describe('the catalogue', () => {
  const open = async () => {
    const account = await openAccount();
    seedCrm(account.server.crm.store, {
      productGroups: [{ name: 'Напитки', externalId: 'drinks' }],
      products: [
        {
          name: 'Чай',
          externalId: 'p-1',
          article: 'T-1',
          groups: [{ id: 1, externalId: 'drinks' }],
          offers: [
            {
              externalId: 'tea-50',
              name: 'Чай 50 г',
              prices: [{ priceType: 'base', price: 90, ordering: 990 }],
              quantity: 5,
            },
            {
              externalId: 'tea-100',
              xmlId: 'x-100',
              name: 'Чай 100 г',
              prices: [{ priceType: 'base', price: 150, ordering: 990 }],
            },
          ],
        },
        { name: 'Чашка', externalId: 'p-2', active: false },
      ],
    });
    return account;
  };

  it('lists products with their offers, offers, stocks and groups', async () => {
    const { get } = await open();
    const products = rows(await ok(get('store/products', 'filter[active]=1')), 'products');
    expect(products).toMatchObject([
      {
        id: 1,
        name: 'Чай',
        minPrice: 90,
        maxPrice: 150,
        offers: [{ externalId: 'tea-50', price: 90 }, { xmlId: 'x-100' }],
      },
    ]);
    const ids = async (path: string, query: string, key: string): Promise<unknown[]> =>
      rows(await ok(get(path, query)), key).map(({ id }) => id);
    expect(await ids('store/products', 'filter[groups][]=1', 'products')).toEqual([1]);
    expect(await ids('store/products', 'filter[offerExternalId]=tea-100', 'products')).toEqual([1]);
    expect(await ids('store/products', 'filter[sinceId]=1', 'products')).toEqual([2]);
    expect(await ids('store/offers', 'filter[minPrice]=100', 'offers')).toEqual([2]);
    expect(await ids('store/offers', 'filter[externalIds][]=tea-50', 'offers')).toEqual([1]);
    expect(rows(await ok(get('store/inventories', 'filter[productArticle][]=T-1')), 'offers')).toMatchObject([
      { id: 1, quantity: 5, site: 'main' },
      { id: 2, quantity: 0 },
    ]);
    expect(rows(await ok(get('store/product-groups')), 'productGroup')).toMatchObject([
      { id: 1, name: 'Напитки', externalId: 'drinks', active: true },
    ]);
  });

  it('takes stocks and prices and names what it does not know', async () => {
    const { get, post } = await open();
    const offers = [
      { externalId: 'tea-50', stores: [{ code: 'main', available: 3, purchasePrice: 40 }] },
      { xmlId: 'none' },
    ];
    expect(await ok(post('store/inventories/upload', { offers }))).toEqual({
      success: true,
      processedOffersCount: 1,
      notFoundOffers: [{ xmlId: 'none' }],
    });
    expect(rows(await ok(get('store/inventories', 'filter[ids][]=1&filter[details]=1')), 'offers')).toMatchObject([
      { quantity: 3, purchasePrice: 40, stores: [{ store: 'main', quantity: 3, purchasePrice: 40 }] },
    ]);
    const prices = [{ xmlId: 'x-100', prices: [{ code: 'base', price: 140 }] }];
    expect(await ok(post('store/prices/upload', { prices }))).toMatchObject({
      processedOffersCount: 1,
      notFoundOffers: [],
    });
    expect(rows(await ok(get('store/offers', 'filter[ids][]=2')), 'offers')).toMatchObject([
      { prices: [{ priceType: 'base', price: 140 }], product: { id: 1, minPrice: 90, maxPrice: 140 } },
    ]);
  });
});

describe('costs', () => {
  const cost = { dateFrom: '2026-03-01', dateTo: '2026-03-01', summ: 40, costItem: 'packaging' };

  it('are made, changed, listed and taken away', async () => {
    const { get, post } = await openAccount();
    await ok(post('orders/create', { order: { externalId: 'A' } }));
    expect(await post('costs/create', { cost: { ...cost, order: { externalId: 'A' } } })).toMatchObject({
      status: 201,
      body: { id: 1 },
    });
    await ok(post('costs/1/edit', { cost: { summ: '45.5' } }));
    expect(await ok(get('costs/1'))).toEqual({
      success: true,
      cost: { id: 1, ...cost, summ: 45.5, createdAt: '2026-03-02 12:00:00', order: { id: 1, number: '1A' }, sites: [] },
    });
    expect(await ok(post('costs/upload', { costs: [cost, cost] }))).toMatchObject({ uploadedCosts: [2, 3] });
    expect(await post('costs/upload', { costs: [cost, { summ: 1 }] })).toMatchObject({
      status: 460,
      body: { success: false, uploadedCosts: [4] },
    });
    expect(rows(await ok(get('costs', 'filter[orderExternalIds][]=A')), 'costs')).toHaveLength(1);
    expect(
      rows(await ok(get('costs', 'filter[costGroups][]=assembling&filter[maxSumm]=40')), 'costs').map(({ id }) => id),
    ).toEqual([4, 3, 2]);
    expect(await ok(post('costs/delete', { ids: [2, 99] }))).toMatchObject({ count: 1, notRemovedIds: [99] });
    await ok(post('costs/3/delete'));
    expect((await get('costs/3')).status).toBe(404);
  });

  it.each([
    ['an unknown item', { ...cost, costItem: 'x' }, 'costItem'],
    ['no sum', { ...cost, summ: null }, 'summ'],
    ['an order that is not there', { ...cost, order: { id: 9 } }, 'order'],
    ['an unknown site', { ...cost, sites: ['x'] }, 'sites[0]'],
  ])('are refused with %s', async (_name, sent, member) => {
    const { post } = await openAccount();
    expect(await post('costs/create', { cost: sent })).toMatchObject({
      status: 400,
      body: { errors: { [member]: expect.any(String) as unknown } },
    });
  });
});
