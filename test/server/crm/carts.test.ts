import { describe, expect, it } from 'vitest';
import { seedCrm } from '../../../src/server/crm/seed.js';
import { openAccount, openSharedAccount, ok, rows, type Account } from './account.js';
import { holdToRecorded } from './recorded.js';

const tea = { externalId: 'o-1' };

async function withTea(account: Account): Promise<Account> {
  seedCrm(account.server.crm.store, {
    customers: [{ externalId: 'c-1', browserId: 'b-1' }, { externalId: 'c-2' }],
    products: [
      {
        name: 'Чай',
        offers: [
          { externalId: 'o-1', name: 'Чай', vatRate: '20.00', unit: { code: 'pc', name: 'Штука', sym: 'шт.' } },
          { externalId: 'o-2', name: 'Кофе' },
        ],
      },
    ],
  });
  return account;
}

describe('a cart', () => {
  it('is replaced by what is set, seen by its customer alone, and empty when cleared', async () => {
    const { get, post } = await withTea(await openAccount());
    const path = 'customer-interaction/main/cart';
    await ok(
      post(`${path}/set`, {
        cart: {
          customer: { externalId: 'c-1' },
          externalId: 'cart-7',
          droppedAt: '2026-03-02T08:00:00-0500',
          link: 'https://shop.example/cart/7',
          items: [{ offer: tea, quantity: 2, price: 90 }],
        },
      }),
    );
    expect(await ok(get(`${path}/c-1`))).toMatchObject({
      cart: {
        externalId: 'cart-7',
        droppedAt: '2026-03-02 08:00:00-05:00',
        currency: 'RUB',
        items: [{ id: '1', offer: { id: 1, externalId: 'o-1', name: 'Чай' }, quantity: 2, price: 90 }],
      },
    });
    expect(await ok(get(`${path}/c-2`))).toMatchObject({ cart: [] });
    const items = [{ offer: { id: 2 }, quantity: 1, price: 300 }];
    await ok(post(`${path}/set`, { cart: { customer: { browserId: 'b-1' }, items } }));
    const { cart } = await ok(get(`${path}/1`, 'by=id'));
    expect(cart).toMatchObject({ droppedAt: '2026-03-02 12:00:00+03:00', items: [{ offer: { externalId: 'o-2' } }] });
    expect(cart).not.toHaveProperty('externalId');
    await ok(post(`${path}/clear`, { cart: { customer: { id: 1 }, clearedAt: '2026-03-02 12:00:00+03:00' } }));
    expect(await ok(get(`${path}/c-1`))).toMatchObject({ cart: [] });
  });

  it('refuses unknown offers, customers and shops, and keeps what it had', async () => {
    const { get, post } = await withTea(await openAccount());
    const set = (cart: Record<string, unknown>, site = 'main'): ReturnType<typeof post> =>
      post(`customer-interaction/${site}/cart/set`, { cart });
    const customer = { externalId: 'c-1' };
    await ok(set({ customer, items: [{ offer: tea, quantity: 1 }] }));
    const unknown = await set({ customer, items: [{ offer: { externalId: 'o-9' }, quantity: 1 }] });
    expect(unknown).toMatchObject({ status: 400, body: { errors: { 'items[0].offer': 'There is no such offer.' } } });
    expect((await set({ customer, items: [{ offer: tea }] })).status).toBe(400);
    expect((await set({ customer: { externalId: 'c-9' }, items: [] })).status).toBe(400);
    expect((await set({ customer, items: [] }, 'nowhere')).status).toBe(404);
    expect((await set({ customer, items: [], droppedAt: 'yesterday' })).status).toBe(400);
    expect((await get('customer-interaction/main/cart/c-9')).status).toBe(404);
    const { cart } = await ok(get('customer-interaction/1/cart/c-1', 'siteBy=id'));
    expect(rows(cart as Record<string, unknown>, 'items')).toHaveLength(1);
  });

  it('goes over to the customer into whom its own is merged', async () => {
    const { get, post } = await withTea(await openAccount());
    const items = [{ offer: tea, quantity: 1 }];
    await ok(post('customer-interaction/main/cart/set', { cart: { customer: { id: 2 }, items } }));
    await ok(post('customers/combine', { customers: [{ id: 2 }], resultCustomer: { id: 1 } }));
    expect(await ok(get('customer-interaction/main/cart/c-1'))).toHaveProperty('cart.items.0.offer.id', 1);
  });
});

describe('favourites', () => {
  it('are added once, listed with their offers and removed', async () => {
    const { get, post } = await withTea(await openAccount());
    const path = 'customer-interaction/main/favorites/c-1';
    const offers = async (): Promise<unknown[]> =>
      rows(await ok(get(path)), 'favorites').map(({ offer }) => (offer as { id: number }).id);
    for (const offer of [tea, { id: 2 }, tea]) await ok(post(`${path}/add`, { favorite: { offer } }));
    expect(await offers()).toEqual([1, 2]);
    expect(rows(await ok(get(path)), 'favorites')[0]).toHaveProperty('createdAt', '2026-03-02 12:00:00+03:00');
    for (const offer of [tea, tea]) await ok(post(`${path}/remove`, { favorite: { offer } }));
    expect(await offers()).toEqual([2]);
    expect((await post(`${path}/add`, { favorite: { offer: { id: 9 } } })).status).toBe(400);
  });
});

const customer = { externalId: 'c-1' };
holdToRecorded(
  [
    {
      file: 'CustomerInteraction/customerInteractionCartSet',
      post: 'customer-interaction/main/cart/set',
      body: {
        cart: { customer, externalId: '1', link: 'https://x', items: [{ offer: tea, quantity: 2, price: 24.99 }] },
      },
    },
    { file: 'CustomerInteraction/customerInteractionCartGet', get: 'customer-interaction/main/cart/c-1' },
    {
      file: 'CustomerInteraction/customerInteractionCartClear',
      post: 'customer-interaction/main/cart/clear',
      body: { cart: { customer } },
    },
  ],
  async () => withTea(await openSharedAccount()),
);
