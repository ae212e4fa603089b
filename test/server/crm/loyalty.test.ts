import { describe, expect, it } from 'vitest';
import { seedCrm } from '../../../src/server/crm/seed.js';
import { find, select } from '../../../src/server/crm/store/documents.js';
import type { ProgramInput } from '../../../src/server/crm/loyalty/programs.js';
import { openAccount, openSharedAccount, ok, rows, type Account, type Row } from './account.js';
import { holdToRecorded } from './recorded.js';

const day = 24 * 3_600_000;
const program: ProgramInput = {
  name: 'Друзья',
  levels: [
    { name: 'Первый', type: 'bonus_percent', privilegeSize: 10 },
    { name: 'Золотой', type: 'discount', sum: 1000, privilegeSize: 20 },
  ],
};
const goods = {
  items: [
    { offer: { externalId: 'o-1' }, externalIds: [{ code: 'shop', value: '1' }], quantity: 2, initialPrice: 250 },
  ],
};

/** A shop with a program, a member (account 1 of customer 1) and two orders of hers, 500 each. */
async function openShop(open: () => Promise<Account>, changes: Partial<ProgramInput> = {}): Promise<Account> {
  const account = await open();
  seedCrm(account.server.crm.store, {
    loyalties: [{ ...program, ...changes }],
    customers: [
      { externalId: 'c-1', firstName: 'Анна', lastName: 'Ким', patronymic: 'П', personalDiscount: 5 },
      { externalId: 'c-2' },
    ],
    products: [{ name: 'Чай', offers: [{ externalId: 'o-1', name: 'Чай' }] }],
    orders: [
      { externalId: 'A', customer: { id: 1 }, ...goods },
      { externalId: 'B', customer: { id: 1 }, ...goods, delivery: { cost: 100 } },
    ],
  });
  await ok(
    account.post('loyalty/account/create', {
      loyaltyAccount: { phoneNumber: '+7 (999) 000-00-01', cardNumber: '2222', customer: { id: 1 } },
    }),
  );
  return account;
}

async function withMember(changes: Partial<ProgramInput> = {}): Promise<Account> {
  const account = await openShop(openAccount, changes);
  await ok(account.post('loyalty/account/1/activate'));
  return account;
}

const amountIn = async ({ get }: Account): Promise<unknown> =>
  ((await ok(get('loyalty/account/1')))['loyaltyAccount'] as Row)['amount'];
const operations = async ({ get }: Account, query = ''): Promise<unknown[]> =>
  rows(await ok(get('loyalty/account/1/bonus/operations', query)), 'bonusOperations').map(({ type, amount }) => [
    type,
    amount,
  ]);

describe('a loyalty account', () => {
  it('is made once for a customer, takes part after its activation, and is found', async () => {
    const { get, post } = await openShop(openAccount);
    const again = await post('loyalty/account/create', { loyaltyAccount: { phoneNumber: '1', customer: { id: 1 } } });
    expect(again.status).toBe(400);
    const early = await post('loyalty/account/1/bonus/credit', { amount: 10 });
    expect(early).toMatchObject({ status: 400, body: { errors: { loyaltyAccount: expect.any(String) as string } } });
    expect((await ok(get('loyalty/account/1')))['loyaltyAccount']).toMatchObject({
      active: false,
      status: 'not_confirmed',
    });
    expect((await ok(post('loyalty/account/1/activate')))['loyaltyAccount']).toMatchObject({
      active: true,
      status: 'activated',
      activatedAt: '2026-03-02 12:00:00',
      level: { name: 'Первый', privilegeSize: 10 },
      ordersSum: 0,
      nextLevelSum: 1000,
    });
    const ids = async (query: string): Promise<unknown[]> =>
      rows(await ok(get('loyalty/accounts', query)), 'loyaltyAccounts').map(({ id }) => id);
    for (const query of [
      'phoneNumber]=89990000001',
      'status]=activated',
      'customerExternalId]=c-1',
      'customer]=анна',
    ]) {
      expect(await ids(`filter[${query}`), query).toEqual([1]);
    }
    for (const query of ['status]=not_confirmed', 'minAmount]=1', 'customerId]=2']) {
      expect(await ids(`filter[${query}`), query).toEqual([]);
    }
    await ok(post('loyalty/account/1/edit', { loyaltyAccount: { cardNumber: '3333', loyaltyLevelId: 2 } }));
    expect((await ok(get('loyalty/account/1')))['loyaltyAccount']).toMatchObject({
      cardNumber: '3333',
      level: { id: 2 },
    });
    expect((await post('loyalty/account/1/edit', { loyaltyAccount: { loyaltyLevelId: 9 } })).status).toBe(400);
    expect((await get('loyalty/account/7')).status).toBe(404);
  });

  it('rises with the sum of completed orders', async () => {
    const { get, post } = await withMember();
    for (const id of ['A', 'B']) await ok(post(`orders/${id}/edit`, { order: { status: 'complete' } }));
    const { loyaltyAccount } = await ok(get('loyalty/account/1'));
    expect(loyaltyAccount).toMatchObject({ ordersSum: 1100, level: { name: 'Золотой', type: 'discount' } });
    expect(loyaltyAccount).not.toHaveProperty('nextLevelSum');
  });

  it('waits for the code of a text message when the program wants that', async () => {
    const { get, post, pass, server } = await openShop(openAccount, { confirmSmsRegistration: true });
    const { verification } = await ok(post('loyalty/account/1/activate'));
    const { checkId } = verification as Row;
    expect((await ok(get('loyalty/account/1')))['loyaltyAccount']).toMatchObject({ active: false });
    const code = find(server.crm.store, 'verifications', { sql: 'check_id = ?', values: [checkId] })!.document['code'];
    const wrong = String((Number(code) + 1) % 10_000).padStart(4, '0');
    expect((await post('verification/sms/confirm', { verification: { checkId, code: wrong } })).status).toBe(400);
    expect((await ok(get(`verification/sms/${String(checkId)}/status`)))['verification']).not.toHaveProperty(
      'verifiedAt',
    );
    pass(60_000);
    await ok(post('verification/sms/confirm', { verification: { checkId, code } }));
    expect((await ok(get('loyalty/account/1')))['loyaltyAccount']).toMatchObject({
      active: true,
      confirmedPhoneAt: '2026-03-02 12:01:00',
    });
    expect((await post('verification/sms/confirm', { verification: { checkId, code } })).status).toBe(400);
  });

  it('refuses a code that comes too late', async () => {
    const { post, pass, server } = await openShop(openAccount, { confirmSmsRegistration: true });
    const { verification } = await ok(post('loyalty/account/1/activate'));
    const { checkId } = verification as Row;
    const code = find(server.crm.store, 'verifications', { sql: '1', values: [] })!.document['code'];
    pass(16 * 60_000);
    expect((await post('verification/sms/confirm', { verification: { checkId, code } })).status).toBe(400);
  });
});

describe('bonuses', () => {
  it('can be spent from their first day to their last, those that end soonest first', async () => {
    const account = await withMember();
    const { post, pass } = account;
    const credit = (amount: number, dates: Row = {}): Promise<Row> =>
      ok(post('loyalty/account/1/bonus/credit', { amount, ...dates }));
    await credit(100);
    expect(await credit(50, { expireDate: '2026-03-04', comment: 'к празднику' })).toMatchObject({
      loyaltyBonus: { amount: 50, activationDate: '2026-03-02', expireDate: '2026-03-04' },
    });
    await credit(30, { activationDate: '2026-03-10' });
    expect(await amountIn(account)).toBe(150);
    await ok(post('loyalty/account/1/bonus/charge', { amount: 20 }));
    pass(2 * day);
    expect(await amountIn(account)).toBe(130);
    pass(day);
    // The lot of 50 had 30 left when its last day was over.
    expect(await amountIn(account)).toBe(100);
    expect(await operations(account)).toEqual([
      ['burn', -30],
      ['charge_manual', -20],
      ['credit_manual', 30],
      ['credit_manual', 50],
      ['credit_manual', 100],
    ]);
    pass(5 * day);
    expect(await amountIn(account)).toBe(130);
    expect((await post('loyalty/account/1/bonus/charge', { amount: 131 })).status).toBe(400);
    expect(await amountIn(account)).toBe(130);
  });

  it('go to the account of the customer into whom their owner is merged', async () => {
    const account = await withMember();
    const { get, post } = account;
    await ok(post('loyalty/account/create', { loyaltyAccount: { phoneNumber: '2', customer: { id: 2 } } }));
    await ok(post('loyalty/account/2/activate'));
    for (const [id, amount] of [
      [1, 10],
      [2, 7],
    ]) {
      await ok(post(`loyalty/account/${id}/bonus/credit`, { amount }));
    }
    await ok(post('customers/combine', { customers: [{ id: 2 }], resultCustomer: { id: 1 } }));
    expect(rows(await ok(get('loyalty/accounts')), 'loyaltyAccounts')).toMatchObject([{ id: 1, amount: 17 }]);
    expect(await operations(account)).toHaveLength(2);
  });

  it.each([
    { amount: 0 },
    { amount: -5 },
    { amount: 'many' },
    {},
    { amount: 1, activationDate: 'soon' },
    { amount: 1, activationDate: '2026-03-05', expireDate: '2026-03-04' },
  ])('are refused as %j', async (body) => {
    const account = await withMember();
    expect((await account.post('loyalty/account/1/bonus/credit', body)).status).toBe(400);
    expect(await amountIn(account)).toBe(0);
  });

  it('are listed by what becomes of them', async () => {
    const { get, post } = await withMember();
    for (const [amount, activationDate, expireDate] of [
      [10, '2026-03-02', '2026-03-20'],
      [20, '2026-03-02', '2026-03-05'],
      [30, '2026-04-01', '2026-05-01'],
      [40, '2026-03-02', ''],
    ]) {
      await ok(post('loyalty/account/1/bonus/credit', { amount, activationDate, expireDate }));
    }
    expect(await ok(get('loyalty/account/1/bonus/burn_soon/details'))).toMatchObject({
      statistic: { totalAmount: 30 },
      bonuses: [
        { date: '2026-03-05', amount: 20 },
        { date: '2026-03-20', amount: 10 },
      ],
    });
    const soon = await ok(get('loyalty/account/1/bonus/burn_soon/details', 'filter[date]=2026-03-10'));
    expect(soon).toMatchObject({ statistic: { totalAmount: 20 }, pagination: { totalCount: 1 } });
    expect(await ok(get('loyalty/account/1/bonus/waiting_activation/details'))).toMatchObject({
      bonuses: [{ date: '2026-04-01', amount: 30 }],
    });
    expect((await get('loyalty/account/1/bonus/eternal/details')).status).toBe(400);
  });

  it('are read to their end behind a cursor, while new ones come', async () => {
    const { get, post } = await withMember();
    for (let index = 1; index <= 45; index += 1) await ok(post('loyalty/account/1/bonus/credit', { amount: index }));
    const seen: unknown[] = [];
    let cursor: unknown;
    do {
      const query = cursor === undefined ? 'limit=20' : `limit=20&cursor=${String(cursor)}`;
      const page = await ok(get('loyalty/bonus/operations', query));
      seen.push(...rows(page, 'bonusOperations').map(({ amount }) => amount));
      cursor = (page['pagination'] as Row)['nextCursor'];
      if (seen.length === 20) await ok(post('loyalty/account/1/bonus/credit', { amount: 46 }));
    } while (cursor !== null);
    expect(seen).toEqual(Array.from({ length: 46 }, (_, index) => index + 1));
    expect((await get('loyalty/bonus/operations', 'cursor=nonsense')).status).toBe(400);
    expect((await get('loyalty/bonus/operations', 'limit=7')).status).toBe(400);
    expect(rows(await ok(get('loyalty/bonus/operations', 'filter[loyalties][]=2')), 'bonusOperations')).toEqual([]);
  });
});

describe('an order with bonuses', () => {
  it('is paid with them, by its lines, and gives them back when it is cancelled', async () => {
    const account = await withMember();
    const { get, post } = account;
    await ok(post('loyalty/account/1/bonus/credit', { amount: 300, expireDate: '2026-12-31' }));
    const applied = await ok(post('orders/loyalty/apply', { order: { externalId: 'B' }, bonuses: 120 }));
    expect(applied['order']).toMatchObject({
      bonusesChargeTotal: 120,
      totalSumm: 480,
      loyaltyAccount: { id: 1, amount: 180 },
      items: [{ bonusesChargeTotal: 120, discountTotal: 60, prices: [{ price: 190, quantity: 2 }] }],
    });
    // Charging again replaces what was charged.
    await ok(post('orders/loyalty/apply', { order: { externalId: 'B' }, bonuses: 200 }));
    expect(await amountIn(account)).toBe(100);
    expect((await ok(get('orders/B')))['order']).toMatchObject({ totalSumm: 400, loyaltyAccount: { amount: 100 } });
    await ok(post('orders/B/edit', { order: { status: 'cancel-other' } }));
    expect(await amountIn(account)).toBe(300);
    expect(await operations(account)).toEqual([
      ['cancel_of_charge', 200],
      ['charge_for_order', -200],
      ['cancel_of_charge', 120],
      ['charge_for_order', -120],
      ['credit_manual', 300],
    ]);
    expect((await ok(get('orders/B')))['order']).toMatchObject({ totalSumm: 600, bonusesChargeTotal: 0 });
  });

  it('takes no more than the account has or the goods cost', async () => {
    const account = await withMember();
    const { get, post } = account;
    await ok(post('loyalty/account/1/bonus/credit', { amount: 550 }));
    for (const bonuses of [501, 600, 0, 'all']) {
      expect((await post('orders/loyalty/apply', { order: { externalId: 'B' }, bonuses })).status).toBe(400);
    }
    expect(await amountIn(account)).toBe(550);
    expect(await operations(account)).toHaveLength(1);
    expect((await ok(get('orders/B')))['order']).toMatchObject({ totalSumm: 600 });
    expect((await post('orders/loyalty/apply', { order: { externalId: 'Z' }, bonuses: 1 })).status).toBe(400);
  });

  it('lets go of its bonuses when it is told to', async () => {
    const account = await withMember();
    await ok(account.post('loyalty/account/1/bonus/credit', { amount: 50 }));
    await ok(account.post('orders/loyalty/apply', { order: { externalId: 'A' }, bonuses: 50 }));
    const cancelled = await ok(account.post('orders/loyalty/cancel-bonus-operations', { order: { externalId: 'A' } }));
    expect(cancelled['order']).toMatchObject({ bonusesChargeTotal: 0, totalSumm: 500, loyaltyAccount: { amount: 50 } });
    await ok(account.post('orders/loyalty/cancel-bonus-operations', { order: { externalId: 'A' } }));
    expect(await amountIn(account)).toBe(50);
  });

  it('asks the customer first when the program wants that', async () => {
    const account = await withMember({ confirmSmsCharge: true });
    const { post, server } = account;
    await ok(post('loyalty/account/1/bonus/credit', { amount: 50 }));
    const { verification } = await ok(post('orders/loyalty/apply', { order: { externalId: 'A' }, bonuses: 30 }));
    expect(await amountIn(account)).toBe(50);
    const [check] = select(server.crm.store, 'verifications', { sql: '1', values: [] });
    const { checkId } = verification as Row;
    await ok(post('verification/sms/confirm', { verification: { checkId, code: check!.document['code'] } }));
    expect(await amountIn(account)).toBe(20);
  });

  it('earns what its level promises, once, when it is complete', async () => {
    const account = await withMember();
    const { post } = account;
    const edited = await ok(post('orders/A/edit', { order: { privilegeType: 'loyalty_level' } }));
    expect(edited['order']).toMatchObject({ bonusesCreditTotal: 50, loyaltyLevel: { name: 'Первый' }, totalSumm: 500 });
    expect(await amountIn(account)).toBe(0);
    await ok(post('orders/A/edit', { order: { status: 'complete' } }));
    await ok(post('orders/A/edit', { order: { managerComment: 'готово' } }));
    expect(await operations(account)).toEqual([['credit_for_order', 50]]);
    await ok(post('orders/A/edit', { order: { status: 'cancel-other' } }));
    expect(await operations(account)).toEqual([
      ['cancel_of_credit', -50],
      ['credit_for_order', 50],
    ]);
    expect(await amountIn(account)).toBe(0);
  });

  it('costs less with the discount of its level or of its customer', async () => {
    const { post } = await withMember();
    await ok(post('loyalty/account/1/edit', { loyaltyAccount: { loyaltyLevelId: 2 } }));
    const byLevel = await ok(post('orders/A/edit', { order: { privilegeType: 'loyalty_level' } }));
    expect(byLevel['order']).toMatchObject({
      totalSumm: 400,
      items: [{ discounts: [{ type: 'loyalty_level', amount: 50 }] }],
    });
    const byPerson = await ok(post('orders/A/edit', { order: { privilegeType: 'personal' } }));
    expect(byPerson['order']).toMatchObject({ totalSumm: 475, personalDiscountPercent: 5 });
    const plain = await ok(post('orders/A/edit', { order: { privilegeType: 'none' } }));
    expect(plain['order']).toMatchObject({ totalSumm: 500 });
  });
});

describe('a calculation', () => {
  const calculate = ({ post }: Account, order: Row, bonuses = 0): ReturnType<typeof post> =>
    post('loyalty/calculate', { order: { ...goods, ...order }, bonuses });

  it('shows what each privilege is worth, and stores nothing', async () => {
    const account = await withMember({ chargeRate: 2 });
    await ok(account.post('loyalty/account/1/bonus/credit', { amount: 100 }));
    const { body } = await calculate(
      account,
      { customer: { id: 1 }, privilegeType: 'loyalty_level', delivery: { cost: 100 } },
      40,
    );
    expect(body).toMatchObject({
      order: { bonusesChargeTotal: 40, bonusesCreditTotal: 42, totalSumm: 520, loyaltyAccount: { id: 1, amount: 100 } },
      calculations: [
        { privilegeType: 'none', discount: 0, creditBonuses: 0, maxChargeBonuses: 100, maximum: false },
        { privilegeType: 'personal', discount: 25, creditBonuses: 0, maxChargeBonuses: 100, maximum: false },
        { privilegeType: 'loyalty_level', discount: 0, creditBonuses: 50, maxChargeBonuses: 100, maximum: true },
      ],
      loyalty: { name: 'Друзья', chargeRate: 2 },
    });
    expect(await amountIn(account)).toBe(100);
    expect((await calculate(account, { customer: { id: 1 } }, 101)).status).toBe(400);
  });

  it('knows no privilege of a customer who takes part in nothing', async () => {
    const { body } = await calculate(await withMember(), { customer: { id: 2 } });
    expect(body['calculations']).toEqual([
      { privilegeType: 'none', discount: 0, creditBonuses: 0, maxChargeBonuses: 0, maximum: true },
    ]);
  });
});

const today = { amount: 100, activationDate: '2026-03-02', expireDate: '2026-03-16' };
holdToRecorded(
  [
    { file: 'Loyalty/loyalties', get: 'loyalty/loyalties' },
    { file: 'Loyalty/loyaltiesGet', get: 'loyalty/loyalties/1' },
    { file: 'Loyalty/accountActivate', post: 'loyalty/account/1/activate' },
    { file: 'Loyalty/accountBonusCredit', post: 'loyalty/account/1/bonus/credit', body: today },
    { file: 'Loyalty/accountBonusCharge', post: 'loyalty/account/1/bonus/charge', body: { amount: 1 } },
    {
      file: 'Orders/loyaltyApply',
      post: 'orders/loyalty/apply',
      body: { order: { externalId: 'A' }, bonuses: 10 },
    },
    {
      file: 'Orders/cancelBonusOperations',
      post: 'orders/loyalty/cancel-bonus-operations',
      body: { order: { externalId: 'A' } },
    },
    { file: 'Loyalty/accountBonusOperations', get: 'loyalty/account/1/bonus/operations' },
    { file: 'Loyalty/bonusOperations', get: 'loyalty/bonus/operations', query: 'limit=20' },
    { file: 'Loyalty/getBonusAccountDetails', get: 'loyalty/account/1/bonus/burn_soon/details' },
    {
      file: 'Loyalty/accountCreate',
      post: 'loyalty/account/create',
      body: { loyaltyAccount: { phoneNumber: '1', cardNumber: '2', customer: { externalId: 'c-2' } } },
    },
    { file: 'Loyalty/accountEdit', post: 'loyalty/account/1/edit', body: { loyaltyAccount: { cardNumber: '4444' } } },
    { file: 'Loyalty/accountGet', get: 'loyalty/account/1' },
    {
      file: 'Loyalty/accounts',
      // Of receipts and of confirmed phones, which this account has none of.
      missing: ['lastCheckId', 'confirmedPhoneAt'].map((name) => `loyaltyAccounts.*.${name}`),
      get: 'loyalty/accounts',
    },
    { file: 'Loyalty/calculate', post: 'loyalty/calculate', body: { order: { ...goods, customer: { id: 1 } } } },
  ],
  () => openShop(openSharedAccount),
);
