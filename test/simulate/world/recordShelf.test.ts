import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEvent } from '../../../src/engine/world.js';
import type { Event, EventData } from '../../../src/model/event.js';
import { instant } from '../../../src/model/instant.js';
import { createMemoryWorld } from '../../../src/simulate/world/memoryWorld.js';
import { createRecordedLines } from '../../../src/simulate/world/recordedLines.js';

/** Events as they come out of their lines, and a world that keeps the lines only. `seekable`: they lie in a file. */
function recordedWorld(seekable: boolean) {
  const file: string[] = [];
  let asked = 0;
  const lines = createRecordedLines(
    (_, start) => {
      asked++;
      return JSON.parse(file[start]!) as Event;
    },
    (line) => JSON.parse(line) as Event,
  );
  const world = createMemoryWorld(undefined, lines);
  return {
    world,
    asked: () => asked,
    tell(event: Event) {
      const line = JSON.stringify(event);
      file.push(line);
      const start = seekable ? file.length - 1 : -1;
      lines.reading(event, { at: event.at, held: line, file: 0, line: file.length, start, length: line.length });
      return applyEvent(world, event);
    },
  };
}

const ids = [1, 2, 3] as const;
const id = fc.constantFrom<number | string>(...ids, '1', 'web-1');
const status = fc.constantFrom('new', 'paid', 'sent', '', null);
const customer = fc.record(
  {
    id,
    email: fc.constantFrom('a@example.com', 'b@example.com', null),
    phones: fc.constantFrom([], [{ number: '+100' }], [{ number: '+100' }, { number: '+200' }]),
    address: fc.constantFrom({ city: 'Riga' }, { city: 'Riga', index: '10' }, { city: null }),
    tags: fc.constantFrom(['vip'], []),
  },
  { requiredKeys: ['id'] },
);
const order = fc.record(
  {
    id,
    status,
    totalSumm: fc.nat(3),
    customer: fc.oneof(fc.record({ id }), customer, fc.constant({ email: 'c@example.com' })),
    payments: fc.constantFrom([{ id: 1, status: 'paid' }], { 1: { status: 'paid' } }, { 2: null }, []),
    items: fc.constantFrom([{ id: 1, quantity: 1 }], [{ id: 1, quantity: 2 }, { id: 2 }]),
    delivery: fc.constantFrom({ code: 'courier' }, { address: { city: 'Riga' } }),
  },
  { requiredKeys: ['id'] },
);
const change = fc.record(
  {
    field: fc.constantFrom('status', 'payments.status', 'delivery.address.city', 'customer', 'customer.id', 'tags'),
    old: fc.oneof(status, fc.constant({ id: 1 })),
    new: fc.oneof(status, fc.nat(3)),
    element: fc.constantFrom(1, 2),
  },
  { requiredKeys: ['field', 'new'] },
);
const data: fc.Arbitrary<EventData> = fc.record(
  {
    order,
    customer,
    changes: fc.array(change, { maxLength: 2 }),
    payment: fc.record({ id, status }),
    item: fc.record({ id, quantity: fc.nat(3) }),
    cart: fc.constantFrom(null, { items: [{ id: 1 }] }),
    message: fc.record({ id, channel: fc.constantFrom('email', 'sms'), phone: fc.constant('+300') }),
    page: fc.constantFrom({ url: '/a' }, { url: '/b' }),
    combinedTo: customer,
    user: fc.record({ id, firstName: fc.constantFrom('Ann', 'Bob') }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<EventData>;
const plain: fc.Arbitrary<EventData> = fc.oneof(
  fc.record({ order: fc.record({ id }), customer }),
  fc.record({ order: fc.record({ id }), customer: fc.record({ id }), changes: fc.array(change, { maxLength: 2 }) }),
  fc.record({ order, customer }),
) as fc.Arbitrary<EventData>;
const type = fc.constantFrom(
  'order.created',
  'order.changed',
  'order.deleted',
  'customer.created',
  'customer.changed',
  'customer.deleted',
  'customer.merged',
  'payment.changed',
  'item.removed',
  'message.unsubscribed',
  'message.opened',
  'review.posted',
);
const question = fc.record({ kind: fc.constantFrom('order' as const, 'customer' as const), id: id.map(String) });
const story = fc.array(
  fc.record({
    type,
    data: fc.oneof(plain, data),
    asks: fc.array(question, { maxLength: 2 }),
    /** As it is then; asked for after all. */
    asksLater: question,
    asksAll: fc.nat(30).map((number) => number === 0),
  }),
  { maxLength: 30 },
);

const everybody = [...ids.map(String), 'web-1'];

describe('a world made of the lines of its log', () => {
  it.each([true, false])(
    'is the world that keeps its records, whenever it is asked (lines in a file: %s)',
    (seekable) => {
      fc.assert(
        fc.property(story, (events) => {
          const kept = createMemoryWorld();
          const made = recordedWorld(seekable);
          const snapshots: { readonly later: () => unknown; readonly then: unknown }[] = [];
          events.forEach(({ type, data, asks, asksLater, asksAll }, index) => {
            const event: Event = { id: `e${index}`, source: 'test', type, at: instant(index * 60_000), data };
            expect(made.tell(event)).toEqual(applyEvent(kept, event));
            for (const { kind, id } of asks) {
              expect(made.world.record(kind, id)).toEqual(kept.record(kind, id));
              expect(made.world.ordersOf(id)).toEqual(kept.ordersOf(id));
            }
            snapshots.push({
              later: made.world.asOfNow!(asksLater.kind, asksLater.id),
              then: kept[asksLater.kind](asksLater.id),
            });
            if (asksAll) expect([...made.world.all('order')]).toEqual([...kept.all('order')]);
          });
          for (const each of everybody) {
            for (const kind of ['order', 'customer'] as const) {
              expect(made.world.record(kind, each)).toEqual(kept.record(kind, each));
              expect(made.world.knows(kind, each)).toBe(kept.record(kind, each) !== undefined);
            }
            expect(made.world.ownerOf(each)).toBe(kept.ownerOf(each));
            expect(made.world.ordersOf(each)).toEqual(kept.ordersOf(each));
          }
          expect([...made.world.all('customer')]).toEqual([...kept.all('customer')]);
          for (const { later, then } of snapshots) expect(later()).toEqual(then);
        }),
        { numRuns: 1000 },
      );
    },
  );

  it('reads no line again while nobody asks, however often a customer is described and an order changes', () => {
    const { tell, asked, world } = recordedWorld(true);
    const anna = { id: 7, email: 'anna@example.com', phones: [{ number: '+100' }] };
    const say = (number: number, type: string, data: EventData) =>
      tell({ id: `e${number}`, source: 'test', type, at: instant(number), data });
    for (let number = 0; number < 200; number++)
      say(number, 'order.created', { order: { id: number, status: 'new' }, customer: anna });
    for (let number = 0; number < 200; number++) {
      const changes = [{ field: 'status', old: 'new', new: 'paid' }];
      expect(say(number, 'order.changed', { order: { id: number }, customer: { id: 7 }, changes }).changes).toEqual([
        { field: 'order.status', old: 'new', new: 'paid' },
      ]);
    }
    expect(asked()).toBe(0);
    expect(world.order('3')).toMatchObject({ status: 'paid', customer: { id: 7 } });
    expect(asked()).toBe(2);
  });

  it('keeps as an object what is asked for again and again', () => {
    const { tell, asked, world } = recordedWorld(true);
    const say = (id: number) =>
      tell({ id: `e${id}`, source: 'test', type: 'order.created', at: instant(id), data: { order: { id } } });
    for (let id = 0; id < 1000; id++) say(id);
    for (let round = 0; round < 20; round++) for (let id = 0; id < 1000; id += 5) world.order(String(id));
    expect(asked()).toBeGreaterThan(0);
    expect(asked()).toBeLessThanOrEqual(200 * 3);
  });
});
