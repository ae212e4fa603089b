import { describe, expect, it } from 'vitest';
import { seedCrm } from '../../../src/server/crm/seed.js';
import { openAccount, ok, rows, type Row } from './account.js';

const call = { text: 'Перезвонить', commentary: 'по заказу', datetime: '2026-03-02 13:00', performerId: 1 };

describe('a task', () => {
  it('is made with 201, names its order and customer, and is closed', async () => {
    const account = await openAccount();
    const { get, post } = account;
    await ok(post('orders/create', { order: { externalId: 'A', phone: '+79990000001' } }));
    const task = { ...call, order: { externalId: 'A' }, customer: { id: 1 } };
    expect(await post('tasks/create', { task })).toMatchObject({ status: 201, body: { success: true, id: 1 } });
    expect(await ok(get('tasks/1'))).toEqual({
      success: true,
      task: {
        id: 1,
        text: 'Перезвонить',
        commentary: 'по заказу',
        datetime: '2026-03-02 13:00',
        createdAt: '2026-03-02 12:00:00',
        complete: false,
        performer: 1,
        performerType: 'user',
        order: { id: 1, externalId: 'A', number: '1A', site: 'main' },
        customer: { type: 'customer', id: 1, site: 'main' },
      },
    });
    account.pass(3_600_000);
    expect(await ok(post('tasks/1/edit', { task: { complete: true } }))).toEqual({ success: true });
    expect(await ok(get('tasks/1'))).toMatchObject({
      task: { complete: true, completedAt: '2026-03-02 13:00:00', text: 'Перезвонить' },
    });
    await ok(post('tasks/1/edit', { task: { complete: false, order: null } }));
    const { task: opened } = (await ok(get('tasks/1'))) as { task: Row };
    expect(opened).not.toHaveProperty('completedAt');
    expect(opened).not.toHaveProperty('order');
  });

  it('may be given to a group', async () => {
    const { get, post } = await openAccount();
    await ok(post('tasks/create', { task: { text: 'x', performerId: 3, performerType: 'group' } }));
    expect(await ok(get('tasks/1'))).toMatchObject({ task: { performer: 3, performerType: 'group' } });
  });

  it.each([
    ['no text', { performerId: 1 }, 'text'],
    ['a performer who is not there', { text: 'x', performerId: 9 }, 'performerId'],
    ['a group that is not there', { text: 'x', performerId: 9, performerType: 'group' }, 'performerId'],
    ['an order that is not there', { text: 'x', order: { id: 9 } }, 'order'],
    ['a customer who is not there', { text: 'x', customer: { externalId: 'x' } }, 'customer'],
    ['a time without minutes', { text: 'x', datetime: '2026-03-02' }, 'datetime'],
  ])('is refused with %s', async (_name, task, member) => {
    const { get, post } = await openAccount();
    expect(await post('tasks/create', { task })).toMatchObject({
      status: 400,
      body: { errors: { [member]: expect.any(String) as unknown } },
    });
    expect(await ok(get('tasks'))).toMatchObject({ tasks: [] });
  });
});

it('are found by performer, order number, state, text and times', async () => {
  const account = await openAccount();
  const { get, post, server } = account;
  seedCrm(server.crm.store, { users: [{ email: 'b@shop.example', firstName: 'Борис' }] });
  await ok(post('orders/create', { order: { number: 'Z-17', firstName: 'Анна', lastName: 'Ким' } }));
  await ok(post('tasks/create', { task: { ...call, order: { id: 1 }, customer: { id: 1 } } }));
  account.pass(60_000);
  await ok(post('tasks/create', { task: { text: 'Упаковать', performerId: 2, datetime: '2026-03-05 10:00' } }));
  account.pass(7_200_000);
  await ok(post('tasks/create', { task: { text: 'Закрыть', complete: true } }));
  const ids = async (filter: string): Promise<unknown[]> =>
    rows(await ok(get('tasks', filter.replace(/(\w+)(\[\])?=/g, 'filter[$1]$2='))), 'tasks').map(({ id }) => id);
  expect(await ids('')).toEqual([3, 2, 1]);
  expect(await ids('performers[]=2')).toEqual([2]);
  expect(await ids('orderNumber=Z-17')).toEqual([1]);
  expect(await ids('customer=ким')).toEqual([1]);
  expect(await ids('status=completed')).toEqual([3]);
  expect(await ids('status=performing')).toEqual([2, 1]);
  expect(await ids('status=overdue')).toEqual([1]);
  expect(await ids('text=УПАК')).toEqual([2]);
  expect(await ids('dateFrom=2026-03-03')).toEqual([2]);
  expect(await ids('createdAtFrom=2026-03-02 12:01:00&createdAtTo=2026-03-02 13:00:00')).toEqual([2]);
  expect(await ids('completedAtFrom=2026-03-02')).toEqual([3]);
  expect(await ids('ids[]=1&ids[]=3')).toEqual([3, 1]);
  expect((await get('tasks', 'filter[status]=x')).status).toBe(400);
});

it('have comments, none at first', async () => {
  const { get, post } = await openAccount();
  await ok(post('tasks/create', { task: call }));
  expect(await ok(get('tasks/1/comments'))).toMatchObject({ pagination: { totalCount: 0 }, comments: [] });
  expect((await get('tasks/9/comments')).status).toBe(404);
});
