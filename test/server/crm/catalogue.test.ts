import { describe, expect, it } from 'vitest';
import { seedCrm } from '../../../src/server/crm/seed.js';
import { openAccount, openSharedAccount, ok, rows, type Account, type Row } from './account.js';
import { holdToRecorded } from './recorded.js';

const found = async ({ get }: Account, path: string, query: string, key: string): Promise<unknown[]> =>
  rows(await ok(get(path, query)), key).map(({ id }) => id);

describe('products in batches', () => {
  it('are made with an offer that prices and quantities can be told of', async () => {
    const account = await openAccount();
    const { get, post } = account;
    await ok(post('store/product-groups/create', { productGroup: { name: 'Чай', externalId: 'tea' } }));
    const products = [
      { name: 'Зелёный', externalId: 'p-1', article: 'G', groups: [{ externalId: 'tea' }] },
      { name: 'Чёрный', externalId: 'p-2' },
    ];
    expect(await ok(post('store/products/batch/create', { products }))).toEqual({
      success: true,
      processedProductsCount: 2,
      addedProducts: [1, 2],
    });
    await ok(post('store/prices/upload', { prices: [{ externalId: 'p-1', prices: [{ code: 'base', price: 300 }] }] }));
    await ok(
      post('store/inventories/upload', { offers: [{ xmlId: 'p-1', stores: [{ code: 'main', available: 4 }] }] }),
    );
    const [green] = rows(await ok(get('store/products', 'filter[groupExternalId]=tea')), 'products');
    expect(green).toMatchObject({
      name: 'Зелёный',
      minPrice: 300,
      quantity: 4,
      groups: [{ id: 1, externalId: 'tea' }],
    });
    expect(await found(account, 'store/products', 'filter[offerIds][]=2', 'products')).toEqual([2]);
    expect(await found(account, 'store/products', 'filter[priceType]=base', 'products')).toEqual([1]);
    expect(await found(account, 'store/offers', 'filter[groups][]=1', 'offers')).toEqual([1]);
  });

  it('are changed where they are found, and the others named', async () => {
    const account = await openAccount();
    const { get, post, pass } = account;
    await ok(post('store/products/batch/create', { products: [{ name: 'Чай', externalId: 'p-1', article: 'A' }] }));
    pass(60_000);
    const products = [
      { externalId: 'p-1', name: 'Чай чёрный' },
      { id: 9, name: 'x' },
    ];
    expect(await ok(post('store/products/batch/edit', { products }))).toEqual({
      success: true,
      processedProductsCount: 1,
      notFoundProducts: [{ id: 9 }],
    });
    const changed = rows(await ok(get('store/products', 'filter[sinceUpdatedAt]=2026-03-02 12:01:00')), 'products');
    expect(changed).toMatchObject([{ name: 'Чай чёрный', article: 'A', updatedAt: '2026-03-02 12:01:00' }]);
  });

  it('are refused together when one of them is wrong', async () => {
    const account = await openAccount();
    for (const wrong of [{ externalId: 'x' }, { name: 'x', groups: [{ id: 7 }] }, { name: 'x', type: 'idea' }]) {
      expect((await account.post('store/products/batch/create', { products: [{ name: 'ok' }, wrong] })).status).toBe(
        400,
      );
    }
    const many = Array.from({ length: 51 }, () => ({ name: 'x' }));
    expect((await account.post('store/products/batch/create', { products: many })).status).toBe(400);
    expect(await found(account, 'store/products', '', 'products')).toEqual([]);
  });
});

it('product groups stand below each other and never below themselves', async () => {
  const account = await openAccount();
  const { post } = account;
  const create = (productGroup: Row): ReturnType<typeof post> => post('store/product-groups/create', { productGroup });
  for (const parentId of [undefined, 1, 2]) await ok(create({ name: 'x', externalId: `g-${parentId ?? 0}`, parentId }));
  const ids = (query: string): Promise<unknown[]> => found(account, 'store/product-groups', query, 'productGroup');
  expect(await ids('filter[minLevel]=2')).toEqual([2, 3]);
  expect(await ids('filter[maxLevel]=2')).toEqual([1, 2]);
  expect(await ids('filter[parentGroupId]=2')).toEqual([3]);
  expect((await create({ name: 'x', externalId: 'g-1' })).status).toBe(400);
  expect((await create({ name: 'x', parentId: 9 })).status).toBe(400);
  const edit = (productGroup: Row): ReturnType<typeof post> => post('store/product-groups/g-0/edit', { productGroup });
  expect((await edit({ parentId: 3 })).status).toBe(400);
  expect((await edit({ parentId: 1 })).status).toBe(400);
  await ok(edit({ name: 'Напитки', active: false }));
  expect(await ids('filter[active]=0')).toEqual([1]);
  expect((await post('store/product-groups/nowhere/edit', { productGroup: {} })).status).toBe(404);
});

describe('properties', () => {
  it('are those that the offers have', async () => {
    const { get } = await openShop(openAccount);
    expect(rows(await ok(get('store/products/properties')), 'properties')).toEqual([
      {
        sites: ['main'],
        groups: [{ id: 1, name: 'Чай' }],
        code: 'color',
        name: 'color',
        isNumeric: false,
        visible: true,
        variative: true,
      },
      {
        sites: ['main'],
        groups: [{ id: 1, name: 'Чай' }],
        code: 'weight',
        name: 'weight',
        isNumeric: true,
        visible: true,
        variative: false,
      },
    ]);
    const values = rows(
      await ok(get('store/products/properties/values', 'filter[propertyCode]=color')),
      'productPropertyValues',
    );
    expect(values.map(({ value, offersCount }) => [value, offersCount])).toEqual([
      ['green', 1],
      ['red', 2],
    ]);
  });
});

async function openShop(open: () => Promise<Account>): Promise<Account> {
  const account = await open();
  const offers = ['red', 'red', 'green'].map((color, index) => ({
    externalId: `o-${index}`,
    properties: { color, weight: 100 },
  }));
  seedCrm(account.server.crm.store, {
    productGroups: [{ name: 'Чай', externalId: 'tea' }],
    products: [{ name: 'Чай', externalId: 'p-1', groups: [{ id: 1, externalId: 'tea' }], offers }],
  });
  return account;
}

holdToRecorded(
  [
    { file: 'Store/productProperties', get: 'store/products/properties' },
    { file: 'Store/productPropertyValues', get: 'store/products/properties/values' },
    { file: 'Store/productBatchCreate', post: 'store/products/batch/create', body: { products: [{ name: 'x' }] } },
    {
      file: 'Store/productBatchEdit',
      post: 'store/products/batch/edit',
      body: { products: [{ externalId: 'p-1', name: 'x' }] },
    },
    { file: 'Store/productGroupsCreate', post: 'store/product-groups/create', body: { productGroup: { name: 'x' } } },
    { file: 'Store/productGroupsEdit', post: 'store/product-groups/tea/edit', body: { productGroup: { name: 'x' } } },
  ],
  () => openShop(openSharedAccount),
);
