import { expect, it } from 'vitest';
import { seedCrm } from '../../../src/server/crm/seed.js';
import { openAccount, openSharedAccount, ok, rows, type Account } from './account.js';
import { holdToRecorded } from './recorded.js';

async function openShop(open: () => Promise<Account>): Promise<Account> {
  const account = await open();
  const unit = { code: 'pc', name: 'Штука', sym: 'шт.' };
  seedCrm(account.server.crm.store, {
    products: [{ name: 'Чай', offers: [{ externalId: 'o-1', xmlId: 'x-1', name: 'Чай', unit }] }],
    orders: [
      {
        externalId: 'A',
        items: [{ offer: { externalId: 'o-1' }, quantity: 3, externalIds: [{ code: 'shop', value: '1' }] }],
      },
    ],
  });
  return account;
}

it('packs say from which store the pieces of a line were taken, and their history what became of them', async () => {
  const { get, post } = await openShop(openAccount);
  const made = await post('orders/packs/create', {
    pack: { itemId: 1, store: 'main', quantity: 2, purchasePrice: 40 },
  });
  expect(made).toMatchObject({ status: 201, body: { id: 1 } });
  await ok(post('orders/packs/1/edit', { pack: { quantity: 3, shipmentDate: '2026-03-05', invoiceNumber: '7' } }));
  await ok(post('orders/packs/1/edit', { pack: { quantity: 3 } }));
  expect((await ok(get('orders/packs/1')))['pack']).toMatchObject({
    store: 'main',
    quantity: 3,
    purchasePrice: 40,
    unit: { code: 'pc' },
    item: { id: 1, order: { id: 1 }, offer: { externalId: 'o-1', xmlId: 'x-1' } },
  });
  const ids = async (query: string): Promise<unknown[]> =>
    rows(await ok(get('orders/packs', query)), 'packs').map(({ id }) => id);
  for (const query of ['orderExternalId]=A', 'itemId]=1', 'offerXmlId]=x-1', 'stores][]=main', 'invoiceNumber]=7']) {
    expect(await ids(`filter[${query}`), query).toEqual([1]);
  }
  expect(await ids('filter[shipmentDateFrom]=2026-03-06')).toEqual([]);
  await ok(post('orders/packs/1/delete'));
  expect((await get('orders/packs/1')).status).toBe(404);
  const history = rows(await ok(get('orders/packs/history')), 'history');
  expect(
    history.map(({ field, oldValue, newValue, created, deleted }) => [field, oldValue, newValue, created, deleted]),
  ).toEqual([
    ['store', undefined, { code: 'main' }, true, undefined],
    ['quantity', 2, 3, undefined, undefined],
    ['shipmentDate', undefined, '2026-03-05', undefined, undefined],
    ['invoiceNumber', undefined, '7', undefined, undefined],
    ['store', { code: 'main' }, undefined, undefined, true],
  ]);
  const behind = rows(await ok(get('orders/packs/history', `filter[sinceId]=${String(history[3]!['id'])}`)), 'history');
  expect(behind).toHaveLength(1);
});

it.each([{ store: 'main' }, { itemId: 9, store: 'main' }, { itemId: 1, store: 'moon' }, { itemId: 1 }])(
  'a pack %j is refused',
  async (pack) => {
    const { get, post } = await openShop(openAccount);
    expect((await post('orders/packs/create', { pack })).status).toBe(400);
    expect(rows(await ok(get('orders/packs')), 'packs')).toEqual([]);
  },
);

const pack = {
  item: { id: 1 },
  store: 'main',
  quantity: 1,
  purchasePrice: 100,
  shipmentDate: '2026-03-05',
  invoiceNumber: '1',
  deliveryNoteNumber: '2',
};
holdToRecorded(
  [
    { file: 'Packs/create', post: 'orders/packs/create', body: { pack } },
    { file: 'Packs/edit', post: 'orders/packs/1/edit', body: { pack: { quantity: 2 } } },
    { file: 'Packs/list', get: 'orders/packs' },
    { file: 'Packs/get', get: 'orders/packs/1' },
    // By a person: everything here was done through the API.
    { file: 'Packs/history', missing: ['history.*.deleted', 'history.*.user'], get: 'orders/packs/history' },
    { file: 'Packs/delete', post: 'orders/packs/1/delete' },
  ],
  () => openShop(openSharedAccount),
);
