import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCrmClient, type CrmClient } from '../../src/crm/client.js';
import type { HistoryEntity } from '../../src/crm/historyPages.js';
import { decodeHistory } from '../../src/crm/history.js';
import { applyEvent } from '../../src/engine/world.js';
import { instant } from '../../src/model/instant.js';
import { isObject } from '../../src/model/json.js';
import type { Event } from '../../src/model/event.js';
import { startServer, type StartedServer } from '../../src/server/start.js';
import { createMemoryWorld } from '../../src/simulate/world/memoryWorld.js';
import { temporaryFolder } from '../environment/project.js';

/** The client and the decoder against the embedded CRM: what it tells in its history is what it holds. */

let folder: ReturnType<typeof temporaryFolder>;
let server: StartedServer;
let client: CrmClient;
let now = Date.UTC(2026, 2, 2, 9);

beforeAll(async () => {
  folder = temporaryFolder();
  server = await startServer({
    crmFile: join(folder.path, 'crm.sqlite'),
    automationFile: join(folder.path, 'automation.sqlite'),
    key: 'our-key',
    keys: [{ key: 'their-key', name: 'shop' }],
    unlimited: true,
    now: () => instant(now),
  });
  client = createCrmClient({ url: server.url, key: 'our-key', site: 'main' });
  for (const code of ['callAt', 'score']) {
    const customField = { code, name: code, type: code === 'score' ? 'integer' : 'string' };
    await client.call({ method: 'POST', path: 'custom-fields/order/create', body: { customField } });
  }
});
afterAll(async () => {
  await client.close();
  await server.close();
  folder.remove();
});

async function eventsSince(entity: HistoryEntity, sinceId: number): Promise<{ events: Event[]; lastId: number }> {
  const events: Event[] = [];
  let lastId = sinceId;
  for await (const page of client.history(entity, sinceId)) {
    events.push(...decodeHistory(entity, page.rows, 'Europe/Moscow', true));
    lastId = page.lastId;
  }
  return { events, lastId };
}

const fields = [
  'status',
  'orderType',
  'firstName',
  'managerComment',
  'customFields',
  'delivery',
  'discountManualPercent',
];
const part = (order: unknown, name: string): unknown => (isObject(order) ? order[name] : undefined);

const edit = fc.record(
  {
    status: fc.constantFrom('new', 'complete', 'assembling', 'cancel-other'),
    firstName: fc.constantFrom('Анна', 'Oleg', 'Zoë'),
    managerComment: fc.string({ maxLength: 12 }).map((text) => text.trim()),
    customFields: fc.record(
      { callAt: fc.constantFrom('2026-03-05', 'later'), score: fc.nat({ max: 9 }) },
      { requiredKeys: [] },
    ),
    delivery: fc.record(
      {
        cost: fc.nat({ max: 500 }),
        date: fc.constantFrom('2026-03-05', '2026-03-06'),
        address: fc.record(
          { city: fc.constantFrom('Казань', 'Москва'), flat: fc.constantFrom('1', '22') },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    ),
    discountManualPercent: fc.nat({ max: 20 }),
  },
  { requiredKeys: [] },
);

describe('the history of the embedded CRM', () => {
  it('rebuilds every order as the CRM holds it, whatever was changed', async () => {
    let cursor = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { maxLength: 6 }), fc.boolean(), async (edits, atOnce) => {
        const made = await client.call({
          method: 'POST',
          path: 'orders/create',
          body: {
            order: {
              firstName: 'Анна',
              phone: '+79990000001',
              items: [{ initialPrice: 100, quantity: 1, productName: 'A' }],
            },
          },
        });
        const id = String(made['id']);
        for (const order of edits) {
          if (!atOnce) now += 1000;
          await client.call({ method: 'POST', path: `orders/${id}/edit`, body: { by: 'id', order } });
        }
        const world = createMemoryWorld();
        const { events, lastId } = await eventsSince('orders', cursor);
        cursor = lastId;
        for (const event of events) applyEvent(world, event);
        const { order } = await client.call({ method: 'GET', path: `orders/${id}`, query: { by: 'id' } });
        const held = Object.fromEntries(fields.map((name) => [name, part(order, name)]));
        const rebuilt = Object.fromEntries(fields.map((name) => [name, part(world.order(id), name)]));
        expect(withoutEmpty(rebuilt)).toEqual(withoutEmpty(held));
        expect(events.every(({ own }) => own === true)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('tells lines and payments that come, change and go', async () => {
    const { lastId } = await eventsSince('orders', 0);
    const made = await client.call({
      method: 'POST',
      path: 'orders/create',
      body: { order: { phone: '+79990000001', items: [{ initialPrice: 100, quantity: 1, productName: 'A' }] } },
    });
    const path = `orders/${String(made['id'])}/edit`;
    const [item] = part(made['order'], 'items') as { id: number }[]; // just created with one line
    now += 1000;
    const items = [
      { id: item!.id, quantity: 3 },
      { initialPrice: 50, quantity: 1, productName: 'B' },
    ];
    await client.call({ method: 'POST', path, body: { by: 'id', order: { items } } });
    now += 1000;
    await client.call({ method: 'POST', path, body: { by: 'id', order: { items: items.slice(0, 1) } } });
    now += 1000;
    const payment = { order: { id: made['id'] }, type: 'cash', status: 'not-paid' };
    const paid = await client.call({ method: 'POST', path: 'orders/payments/create', body: { payment } });
    now += 1000;
    await client.call({
      method: 'POST',
      path: `orders/payments/${String(paid['id'])}/edit`,
      body: { by: 'id', payment: { status: 'paid' } },
    });
    const { events } = await eventsSince('orders', lastId);
    expect(events.map(({ type }) => type)).toEqual([
      'order.created',
      'order.changed',
      'item.added',
      'item.removed',
      'payment.changed',
      'order.changed',
    ]);
    const world = createMemoryWorld();
    for (const event of events) applyEvent(world, event);
    expect(world.order(String(made['id']))).toMatchObject({
      items: [{ id: item!.id, quantity: 3 }],
      payments: [{ id: paid['id'], status: 'paid' }],
    });
  });

  it('tells our changes from those of others', async () => {
    const { lastId } = await eventsSince('customers', 0);
    const shop = createCrmClient({ url: server.url, key: 'their-key', site: 'main' });
    const made = await shop.call({
      method: 'POST',
      path: 'customers/create',
      body: { customer: { firstName: 'Anna' } },
    });
    await shop.close();
    now += 1000;
    const path = `customers/${String(made['id'])}/edit`;
    await client.call({ method: 'POST', path, body: { by: 'id', customer: { firstName: 'Anya', addTags: ['vip'] } } });
    const { events } = await eventsSince('customers', lastId);
    expect(events.map(({ type, own }) => [type, own])).toEqual([
      ['customer.created', undefined],
      ['customer.changed', true],
    ]);
    expect(events[1]!.data.changes).toEqual([
      { field: 'firstName', old: 'Anna', new: 'Anya' },
      { field: 'tags', old: null, new: { name: 'vip' }, element: 'vip' },
    ]);
  });

  it('has tasks from their making to their end', async () => {
    const task = { text: 'Call', performerId: 1, phone: '+79990000001' };
    const made = await client.call({ method: 'POST', path: 'tasks/create', body: { task } });
    now += 1000;
    await client.call({ method: 'POST', path: `tasks/${String(made['id'])}/edit`, body: { task: { complete: true } } });
    const { events } = await eventsSince('tasks', 0);
    expect(events.map(({ type }) => type)).toEqual(['task.created', 'task.completed']);
    expect(events[1]!.data['task']).toMatchObject({ id: made['id'], complete: true, performerId: 1 });
  });
});

describe('the client against the embedded CRM', () => {
  it('reads lists of many pages whole', async () => {
    const orders = await client.list({ method: 'GET', path: 'orders' }, 'orders');
    expect(Array.isArray(orders)).toBe(true);
    const ids = (orders as readonly { id: number }[]).map(({ id }) => id); // lists of orders are lists of maps
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(20);
  });

  it('reads references without pages as maps', async () => {
    const statuses = await client.list({ method: 'GET', path: 'reference/statuses' }, 'statuses', { paged: false });
    expect(statuses).toMatchObject({ new: { code: 'new' } });
  });

  it('is refused with a wrong key, and told the cure', async () => {
    const stranger = createCrmClient({ url: server.url, key: 'wrong' });
    await expect(stranger.call({ method: 'GET', path: 'orders' })).rejects.toMatchObject({
      name: 'CrmError',
      reason: 'auth',
      cure: expect.stringContaining('crm.key') as string,
    });
    await stranger.close();
  });

  it('stays below the limit of a CRM that has one, however many ask at once', async () => {
    const limited = await startServer({
      crmFile: join(folder.path, 'limited.sqlite'),
      automationFile: join(folder.path, 'limited-automation.sqlite'),
      key: 'our-key',
    });
    const statuses: (number | undefined)[] = [];
    const patient = createCrmClient({
      url: limited.url,
      key: 'our-key',
      onRequest: ({ status }) => statuses.push(status),
    });
    await Promise.all(Array.from({ length: 16 }, () => patient.call({ method: 'GET', path: 'reference/statuses' })));
    expect(statuses).toEqual(Array.from({ length: 16 }, () => 200));
    await patient.close();
    await limited.close();
  });
});

/** An absent member, an empty text and the CRM's `[]` for an empty map all say: nothing here. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(withoutEmpty);
  if (!isObject(value)) return value === '' || value === null ? undefined : value;
  const members = Object.entries(value)
    .map(([name, member]) => [name, withoutEmpty(member)] as const)
    .filter(([, member]) => member !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}
