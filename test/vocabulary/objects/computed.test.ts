import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEvent } from '../../../src/engine/world.js';
import type { Ambient, Entity } from '../../../src/language/scope.js';
import { instant, parseInstant } from '../../../src/model/instant.js';
import type { Instant } from '../../../src/model/instant.js';
import { createMemoryWorld } from '../../../src/simulate/world/memoryWorld.js';
import { objects } from '../../../src/vocabulary/objects/index.js';

const day = 86_400_000;
const start = parseInstant('2026-03-02T09:00:00Z')!;

/** What crmctl computes of an entity, at a moment of a world made of order.created events. */
function shop(orders: readonly (Entity & { at?: number })[], customer: Entity = { id: 7 }, now: number = start) {
  const world = createMemoryWorld();
  applyEvent(world, { id: 'c', source: 'test', type: 'customer.created', at: start, data: { customer } });
  orders.forEach(({ at, ...order }, index) =>
    applyEvent(world, {
      id: `e${index}`,
      source: 'test',
      type: 'order.created',
      at: instant(at ?? start),
      data: { order: { customer: { id: customer['id'] }, ...order } },
    }),
  );
  const ambient: Ambient = {
    now: instant(now),
    zone: 'Europe/Moscow',
    world,
    facts: {
      statusGroup: (status) => ({ complete: 'complete', returned: 'cancel', new: 'new' })[status],
      statusName: () => undefined,
      statusLimit: () => undefined,
      calendars: new Map(),
      paidStatuses: new Set(['paid']),
      segments: new Set(['loyal']),
    },
  };
  const read = (object: string, owner: Entity | undefined, field: string): unknown => {
    const word = objects.find(({ name }) => name === object)!;
    const declared = word.fields[field] ?? word.twig?.[field];
    return declared?.compute?.(owner!, ambient);
  };
  return {
    world,
    ambient,
    order: (field: string, id: unknown = orders[0]?.['id']) => read('order', world.order(String(id)), field),
    customer: (field: string) => read('customer', world.customer(String(customer['id'])), field),
    item: (field: string, at = 0) =>
      read('item', (read('order', world.order(String(orders[0]?.['id'])), 'items') as Entity[])[at], field),
  };
}

describe('an order is paid', () => {
  const paid = (order: Entity) => shop([{ id: 1, ...order }]).order('isPaid');
  test.each<[string, Entity, boolean]>([
    ['when its payments are paid, as a list', { payments: [{ id: 1, status: 'paid', amount: 5 }] }, true],
    ['… or as a map by id', { payments: { 1: { id: 1, status: 'paid' }, 2: { id: 2, status: 'paid' } } }, true],
    [
      'not when one is not',
      {
        totalSumm: 10,
        payments: [
          { status: 'paid', amount: 5 },
          { status: 'not-paid', amount: 5 },
        ],
      },
      false,
    ],
    [
      'when the paid ones cover the sum, in cents',
      {
        totalSumm: 0.3,
        payments: [{ status: 'paid', amount: 0.1 }, { status: 'paid', amount: 0.2 }, { status: 'fail' }],
      },
      true,
    ],
    ['not without payments', { payments: {} }, false],
    ['when the CRM says so and there are none', { fullPaidAt: '2026-03-01 10:00:00' }, true],
  ])('%s', (_, order, expected) => {
    expect(paid(order)).toBe(expected);
  });
});

describe('lines', () => {
  const items = [
    { id: 1, quantity: 2, initialPrice: 100, discountTotal: 10, category: 'toys' },
    {
      id: 2,
      quantity: 3,
      prices: [
        { price: 5, quantity: 1 },
        { price: 4, quantity: 2 },
      ],
      isCanceled: true,
      offer: { groups: [{ code: 'a' }, 'b'] },
    },
  ];
  const one = shop([{ id: 1, createdAt: '2026-03-01 12:00:00', items }]);

  test('price and sum after discounts', () => {
    expect([one.item('price'), one.item('sum'), one.item('price', 1), one.item('sum', 1)]).toEqual([
      90,
      180,
      13 / 3,
      13,
    ]);
  });
  test('groups of the catalogue', () => {
    expect([one.item('groups'), one.item('groups', 1)]).toEqual([['toys'], ['a', 'b']]);
  });
  test('know when their order was placed', () => {
    expect([one.item('boughtAt'), one.item('addedAt')]).toEqual([
      parseInstant('2026-03-01T09:00:00Z'),
      parseInstant('2026-03-01T09:00:00Z'),
    ]);
  });
  test('available ones are those not cancelled', () => {
    expect((one.order('availableItems') as Entity[]).map(({ id }) => id)).toEqual([1]);
  });
});

describe('an order', () => {
  test('knows its group and since when it has its status', () => {
    const one = shop([{ id: 1, status: 'new' }]);
    applyEvent(one.world, {
      id: 'x',
      source: 'test',
      type: 'order.changed',
      at: instant(start + day),
      data: { order: { id: 1 }, changes: [{ field: 'status', old: 'new', new: 'complete' }] },
    });
    expect([one.order('statusGroup'), one.order('statusSince')]).toEqual(['complete', start + day]);
  });
  test('gives its customer and manager', () => {
    const one = shop([{ id: 1, managerId: 3 }], { id: 7, firstName: 'Anna' });
    expect([one.order('customer'), one.order('manager')]).toMatchObject([{ id: 7, firstName: 'Anna' }, { id: 3 }]);
  });
});

describe('a customer', () => {
  test('counts orders that are in the world and not deleted, whatever the CRM said', () => {
    const one = shop([{ id: 1 }, { id: 2 }, { id: 3 }], { id: 7, ordersCount: 40 });
    applyEvent(one.world, { id: 'd', source: 'test', type: 'order.deleted', at: start, data: { order: { id: 2 } } });
    expect(one.customer('ordersCount')).toBe(2);
  });
  test('purchases are complete orders; their lines and interval', () => {
    const one = shop([
      { id: 1, status: 'complete', at: start, items: [{ id: 1, quantity: 1 }] },
      { id: 2, status: 'returned', at: start + 1 * day },
      { id: 3, status: 'complete', at: start + 4 * day, items: [{ id: 2, quantity: 1, isCanceled: true }] },
      { id: 4, status: 'complete', at: start + 10 * day },
    ]);
    expect((one.customer('purchases') as Entity[]).map(({ id }) => id)).toEqual([1, 3, 4]);
    expect((one.customer('items') as Entity[]).map(({ id }) => id)).toEqual([1]);
    expect(one.customer('purchaseInterval')).toEqual({ clock: 'elapsed', milliseconds: 5 * day });
    expect(shop([{ id: 1, status: 'complete' }]).customer('purchaseInterval')).toBeUndefined();
  });
  test('first phone, and channels by share of answers', () => {
    const messages = [
      { channel: 'email', sentAt: '2026-02-20 10:00:00', status: 'delivered' },
      { channel: 'sms', sentAt: '2026-02-20 10:00:00', status: 'replied' },
      { channel: 'email', sentAt: '2025-01-01 10:00:00', status: 'opened' },
    ];
    const customer = { id: 7, email: 'a@example.com', phones: [{ number: '+7' }] };
    expect(shop([], customer).customer('phone')).toBe('+7');
    expect(shop([], customer).customer('channels')).toEqual(['email', 'sms', 'voice']);
    expect(shop([], { ...customer, messages }).customer('channels')).toEqual(['sms', 'email', 'voice']);
    expect(shop([], { ...customer, emailMarketingUnsubscribedAt: '2026-01-01 10:00:00' }).customer('channels')).toEqual(
      ['sms', 'voice'],
    );
  });
  test('segments: the engine’s, and those that only the CRM defines', () => {
    const one = shop([], { id: 7, segments: [{ code: 'russia' }, { code: 'loyal' }] });
    expect(one.customer('segments')).toEqual(['russia']);
    one.world.setSegments('7', ['loyal']);
    expect(one.customer('segments')).toEqual(['loyal', 'russia']);
  });
});

describe('daysSinceLastOrder', () => {
  const days = objects.find(({ name }) => name === 'customer')!.fields['daysSinceLastOrder']!;
  const at = (last: number, now: number) => shop([{ id: 1, at: last }], { id: 7 }, now);

  test('whole days of 24 hours; missing without orders', () => {
    expect(at(start, start + day - 1).customer('daysSinceLastOrder')).toBe(0);
    expect(at(start, start + day).customer('daysSinceLastOrder')).toBe(1);
    expect(shop([]).customer('daysSinceLastOrder')).toBeUndefined();
  });

  test('any comparison with a constant changes only at the announced moments', () => {
    const comparisons: readonly ((count: number, constant: number) => boolean)[] = [
      (a, b) => a < b,
      (a, b) => a <= b,
      (a, b) => a > b,
      (a, b) => a >= b,
      (a, b) => a === b,
    ];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 8 }), fc.constantFrom(0.5, 2.5)), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 0, max: 8 * day }),
        fc.integer({ min: 0, max: 10 * day }),
        (constants, passed, later) => {
          const then = start + passed + later;
          const before = at(start, start + passed);
          const after = at(start, then);
          const announced = days.crosses!(before.world.customer('7')!, constants, before.ambient);
          expect([...announced].sort((a, b) => a - b)).toEqual(announced);
          const reached = announced.some((moment: Instant) => moment <= then);
          const [a, b] = [before, after].map((shop) => shop.customer('daysSinceLastOrder') as number) as [
            number,
            number,
          ];
          const changed = comparisons.some((holds) =>
            constants.some((constant) => holds(a, constant) !== holds(b, constant)),
          );
          if (changed) expect(reached).toBe(true);
          for (const moment of announced) expect(moment).toBeGreaterThan(start + passed);
        },
      ),
      { numRuns: 300 },
    );
  });
});
