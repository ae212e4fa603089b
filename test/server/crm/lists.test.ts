import { describe, expect, it } from 'vitest';
import { transact } from '../../../src/server/crm/store/actor.js';
import { orderFilters } from '../../../src/server/crm/orders/filters.js';
import { customerFilters } from '../../../src/server/crm/customers/filters.js';
import { seedCrm } from '../../../src/server/crm/seed.js';
import { putSegment, setMembership } from '../../../src/server/crm/segments/rows.js';
import { openAccount, openSharedAccount, ok, rows, type Account, type Row } from './account.js';

describe('pages', () => {
  it.each([0, 1, 19, 20, 21, 40, 41])('of %i customers hold each of them once', async (total) => {
    const { get, server } = await openAccount();
    seedCrm(server.crm.store, {
      customers: Array.from({ length: total }, (_, index) => ({ externalId: String(index) })),
    });
    const seen: unknown[] = [];
    const pages = Math.ceil(total / 20);
    for (let page = 1; page <= pages + 1; page++) {
      const body = await ok(get('customers', { page }));
      expect(body['pagination']).toEqual({ limit: 20, totalCount: total, currentPage: page, totalPageCount: pages });
      seen.push(...rows(body, 'customers').map(({ id }) => id));
    }
    expect(seen).toEqual(Array.from({ length: total }, (_, index) => total - index));
  });

  it.each([
    ['limit=20', 200],
    ['limit=50', 200],
    ['limit=100', 200],
    ['limit=10', 400],
    ['limit=0', 400],
    ['limit=x', 400],
    ['limit[]=20', 400],
    ['page=0', 400],
    ['page=-1', 400],
    ['page=1.5', 400],
    ['page=x', 400],
  ])('asked for with %s answer %i', async (query, status) => {
    const { get } = await openAccount();
    for (const list of [
      'orders',
      'customers',
      'tasks',
      'segments',
      'users',
      'user-groups',
      'costs',
      'store/products',
      'custom-fields',
      'orders/history',
    ]) {
      const reply = await get(list, query);
      expect(reply.status, list).toBe(status);
      if (status === 400) {
        const errors = { [query.split(/[=[]/)[0]!]: expect.any(String) as unknown };
        expect(reply.body, list).toMatchObject({ success: false, errorMsg: 'Errors in the input parameters', errors });
      }
    }
  });
});

describe('filters', () => {
  it('that are unknown or wrong are refused by name', async () => {
    const { get } = await openAccount();
    expect(
      await get(
        'orders',
        'filter[colour]=red&filter[createdAtFrom]=soon&filter[ids][]=x&filter[minPrice]=many&filter[vip]=7',
      ),
    ).toMatchObject({
      status: 400,
      body: {
        errorMsg: 'Errors in the input parameters',
        errors: {
          'children[colour]': expect.any(String) as unknown,
          'children[createdAtFrom]': expect.any(String) as unknown,
          'children[ids]': expect.any(String) as unknown,
          'children[minPrice]': expect.any(String) as unknown,
          'children[vip]': expect.any(String) as unknown,
        },
      },
    });
    expect((await get('orders', 'filter=red')).status).toBe(400);
    expect((await get('orders', 'filter[constructor]=1')).status).toBe(400);
  });

  it.each([
    ['orders', Object.keys(orderFilters)],
    ['customers', Object.keys(customerFilters)],
  ])('of %s are all sound SQL', async (list, names) => {
    const { get } = await openAccount();
    for (const name of names) {
      for (const query of [
        `filter[${name}]=2026-01-01`,
        `filter[${name}]=1`,
        `filter[${name}][]=1&filter[${name}][]=2`,
        `filter[${name}][x]=1`,
      ]) {
        expect((await get(list, query)).status, query).not.toBe(500);
      }
    }
  });

  it('are no way to slip SQL or JSON paths in', async () => {
    const account = await once();
    const evil = `x') OR 1=1 --`;
    for (const name of [
      'numbers][',
      'customer',
      'email',
      'extendedStatus][',
      `customFields][${evil}`,
      `customFields][a"."b`,
    ]) {
      const { status, body } = await account.get('orders', new URLSearchParams([[`filter[${name}]`, evil]]).toString());
      expect([status === 400 || status === 200, body['orders'] ?? []], name).toEqual([true, []]);
    }
  });

  const orders: [filter: string, ids: number[]][] = [
    ['ids[]=1&ids[]=3', [1, 3]],
    ['externalIds[]=A&externalIds[]=nope', [1]],
    ['numbers[]=2C', [2]],
    ['customer=ким', [1]],
    ['customer=%2B7 999 000-00-01', [1]],
    ['customerId=2', [2]],
    ['customerExternalId=boris', [2]],
    ['city=ТУЛ', [1]],
    ['email=ANNA@', [1]],
    ['minPrice=500', [2]],
    ['maxPrice=499', [1, 3]],
    ['product=кофе', [2]],
    ['vip=1', [2]],
    ['vip=0', [1, 3]],
    ['managers[]=2', [2]],
    ['managerGroups[]=3', [2]],
    ['orderTypes[]=eshop-legal', [2]],
    ['orderMethods[]=phone', [3]],
    ['paymentTypes[]=bank-card', [2]],
    ['paymentStatuses[]=paid', [2]],
    ['paidAtFrom=2026-03-01', [2]],
    ['fullPaidAtFrom=2026-03-01&fullPaidAtTo=2026-03-02', [2]],
    ['deliveryTypes[]=courier', [1]],
    ['minDeliveryCost=300', [1]],
    ['managerComment=СРОЧНО', [3]],
    ['createdAtFrom=2026-02-01&createdAtTo=2026-02-28', [2]],
    ['createdAtTo=2026-01-15', [1]],
    ['statusUpdatedAtFrom=2026-03-01', [3]],
    ['lastOrderTo=2026-01-31', [1]],
    ['customFields[nps][min]=5', [2]],
    ['customFields[nps][max]=4', [1]],
    ['customFields[gift]=1', [1]],
    ['customFields[nps][]=3&customFields[nps][]=9', [1, 2]],
    ['extendedStatus[]=cancel', [3]],
    ['extendedStatus[]=no-call&extendedStatus[]=new', [1, 3]],
    ['sourceName=yandex', [3]],
    ['minCostSumm=10', [2]],
    ['shipped=1', []],
    ['city=ТУЛ&vip=1', []],
  ];

  it.each(orders)('of orders: %s', async (filter, ids) => {
    const { get } = await once();
    expect(await found(get, 'orders', filter)).toEqual(ids);
  });

  const customers: [filter: string, ids: number[]][] = [
    ['ids[]=2', [2]],
    ['externalIds[]=boris', [2]],
    ['name=анна ким', [1]],
    ['name=ким борис', []],
    ['name=999 000-00-01', [1]],
    ['email=shop.example', [1]],
    ['city=тула', [1]],
    ['minOrdersCount=1', [1, 2, 3]],
    ['maxOrdersCount=0', [4]],
    ['minTotalSumm=500', [2]],
    ['minAverageSumm=500', [2]],
    ['firstOrderFrom=2026-02-01', [2, 3]],
    ['lastOrderTo=2026-01-31', [1]],
    ['vip=1', [2]],
    ['sex=female', [1]],
    ['segment=loyal', [1]],
    ['managers[]=1', [4]],
    ['dateFrom=2026-03-02', [1, 2, 3, 4]],
    ['dateTo=2026-03-01', []],
    ['customFields[shoe]=42', [4]],
    ['sites[]=main', [1, 2, 3, 4]],
    ['mgChannels[]=1', []],
    ['notes=тихо', [1]],
  ];

  it.each(customers)('of customers: %s', async (filter, ids) => {
    const { get } = await once();
    expect(await found(get, 'customers', filter)).toEqual(ids);
  });
});

async function found(get: Account['get'], list: string, filter: string): Promise<unknown[]> {
  const query = filter
    .split('&')
    .map((part) => part.replace(/^(\w+)/, 'filter[$1]'))
    .join('&');
  const body = await ok(get(list, query));
  return rows(body, list)
    .map(({ id }) => Number(id))
    .sort((a, b) => a - b);
}

let opened: Promise<Account> | undefined;

/** The shop that all filters are tried on. */
function once(): Promise<Account> {
  return (opened ??= shop());
}

/** Three orders and four customers that differ in what the filters ask for. */
async function shop(): Promise<Account> {
  const account = await openSharedAccount();
  const { post, server } = account;
  const field = (entity: string, customField: Row) => ok(post(`custom-fields/${entity}/create`, { customField }));
  await field('order', { code: 'nps', name: 'NPS', type: 'integer' });
  await field('order', { code: 'gift', name: 'Подарок', type: 'boolean' });
  await field('customer', { code: 'shoe', name: 'Размер', type: 'integer' });
  seedCrm(server.crm.store, {
    users: [{ email: 'b@shop.example', firstName: 'Борис', groups: ['manager'] }],
    customers: [
      {
        firstName: 'Анна',
        lastName: 'Ким',
        email: 'anna@shop.example',
        phones: [{ number: '+79990000001' }],
        address: { city: 'Тула' },
        sex: 'female',
      },
      { externalId: 'boris', firstName: 'Борис', vip: true },
      { firstName: 'Вера' },
      { firstName: 'Глеб', managerId: 1, customFields: { shoe: 42 } },
    ],
    orders: [
      {
        externalId: 'A',
        customer: { id: 1 },
        createdAt: '2026-01-10 10:00:00',
        items: [{ productName: 'Чай', initialPrice: 100 }],
        delivery: { code: 'courier', address: { city: 'Тула' } },
        customFields: { nps: 3, gift: true },
      },
      {
        customer: { id: 2 },
        createdAt: '2026-02-10 10:00:00',
        orderType: 'eshop-legal',
        managerId: 2,
        items: [{ productName: 'Кофе', initialPrice: 700 }],
        payments: [{ type: 'bank-card', status: 'paid' }],
        status: 'delivering',
        customFields: { nps: 9 },
      },
      {
        customer: { id: 3 },
        orderMethod: 'phone',
        status: 'no-call',
        managerComment: 'срочно',
        source: { source: 'yandex' },
      },
    ],
  });
  transact(server.crm.store, { source: 'rule' }, (writing) => {
    putSegment(writing, { code: 'loyal', name: 'Лояльные' });
    setMembership(writing, 'loyal', 1, true);
  });
  await ok(post('customers/notes/create', { note: { text: 'Говорить тихо', customer: { id: 1 } } }));
  await ok(
    post('costs/create', {
      cost: { dateFrom: '2026-02-10', dateTo: '2026-02-10', summ: 40, costItem: 'packaging', order: { id: 2 } },
    }),
  );
  return account;
}
