import { describe, expect, it } from 'vitest';
import { applyEvent } from '../../src/engine/world.js';
import type { EventData } from '../../src/model/event.js';
import { instant } from '../../src/model/instant.js';
import { createMemoryWorld } from '../../src/simulate/world/memoryWorld.js';

const hour = 3_600_000;

function story() {
  const world = createMemoryWorld();
  let position = 0;
  return {
    world,
    tell: (type: string, data: EventData, at = ++position * hour) =>
      applyEvent(world, { id: `e${position}`, source: 'test', type, at: instant(at), data }),
  };
}

describe('the world after an event', () => {
  it('knows an order and its customer at first sight, and calls nothing a change', () => {
    const { world, tell } = story();
    const applied = tell('order.created', {
      order: { id: 17, status: 'new', comment: null, customer: { id: 7, email: 'anna@example.com' } },
      customer: { id: 7, firstName: 'Anna' },
    });
    const both = { order: true, customer: true };
    expect(applied).toEqual({ changes: [], order: '17', customer: '7', isNew: both, moved: both });
    expect(world.order('17')).toEqual({
      id: 17,
      status: 'new',
      customer: { id: 7 },
      createdAt: '1970-01-01T01:00:00Z',
    });
    expect(world.customer('7')).toEqual({ id: 7, email: 'anna@example.com', firstName: 'Anna' });
    expect(world.ordersOf('7')).toEqual([world.order('17')]);
    expect(world.since('order', '17', 'status')).toBe(hour);
  });

  it('takes the id of a customer from the order where the customer beside it has none', () => {
    const { world, tell } = story();
    const applied = tell('order.created', { order: { id: 1, customer: { id: 7 } }, customer: { firstName: 'Anna' } });
    expect(applied.customer).toBe('7');
    expect(world.customer('7')).toEqual({ id: 7, firstName: 'Anna' });
    expect(world.order('1')).toMatchObject({ customer: { id: 7 } });
  });

  it('takes the moment of the event where a log does not say when an order or customer was created', () => {
    const { world, tell } = story();
    tell('order.created', { order: { id: 1 }, customer: { id: 7, createdAt: '2020-01-01 10:00:00' } });
    tell('order.created', { order: { id: 2, createdAt: '2026-03-02 10:00:00' } });
    tell('order.changed', { order: { id: 3, status: 'new' } });
    tell('customer.created', { customer: { id: 8 } });
    expect([1, 2, 3].map((id) => world.order(String(id))?.['createdAt'])).toEqual([
      '1970-01-01T01:00:00Z',
      '2026-03-02 10:00:00',
      undefined,
    ]);
    expect(['7', '8'].map((id) => world.customer(id)?.['createdAt'])).toEqual([
      '2020-01-01 10:00:00',
      '1970-01-01T04:00:00Z',
    ]);
  });

  it('merges objects: absent keys keep, null clears, maps merge, lists replace', () => {
    const { world, tell } = story();
    tell('order.created', {
      order: {
        id: 1,
        comment: 'x',
        tags: ['a', 'b'],
        delivery: { code: 'post', address: { city: 'Omsk', street: 'Lenina' } },
      },
    });
    const { changes } = tell('order.changed', {
      order: { id: 1, comment: null, tags: ['c'], delivery: { address: { city: 'Tomsk' } } },
    });
    expect(world.order('1')).toEqual({
      id: 1,
      createdAt: '1970-01-01T01:00:00Z',
      tags: ['c'],
      delivery: { code: 'post', address: { city: 'Tomsk', street: 'Lenina' } },
    });
    expect(changes).toEqual([
      { field: 'order.comment', old: 'x', new: null },
      { field: 'order.tags', old: ['a', 'b'], new: ['c'] },
      { field: 'order.delivery.address.city', old: 'Omsk', new: 'Tomsk' },
    ]);
  });

  it('applies the changes that a log tells, to every payment when the path names none', () => {
    const { world, tell } = story();
    tell('order.created', {
      order: {
        id: 1,
        status: 'new',
        payments: [
          { id: 1, status: 'not-paid' },
          { id: 2, status: 'not-paid' },
        ],
      },
    });
    const { changes } = tell('order.changed', {
      order: { id: 1 },
      changes: [
        { field: 'status', old: 'new', new: 'prepayed' },
        { field: 'payments.status', old: 'not-paid', new: 'paid' },
        { field: 'customFields.callAt', old: null, new: '2026-03-02' },
        { field: 'shipped', old: true, new: true },
      ],
    });
    expect(world.order('1')).toEqual({
      id: 1,
      createdAt: '1970-01-01T01:00:00Z',
      status: 'prepayed',
      payments: [
        { id: 1, status: 'paid' },
        { id: 2, status: 'paid' },
      ],
      customFields: { callAt: '2026-03-02' },
    });
    expect(changes.map(({ field }) => field)).toEqual([
      'order.status',
      'order.payments.status',
      'order.customFields.callAt',
    ]);
    expect(world.since('order', '1', 'payments')).toBe(2 * hour);
    expect(world.since('order', '1', 'number')).toBe(hour);
  });

  it('reaches one payment or line by its id', () => {
    const { world, tell } = story();
    tell('order.created', {
      order: {
        id: 1,
        payments: [
          { id: 1, status: 'wait' },
          { id: 2, status: 'wait' },
        ],
        items: [{ id: 5, quantity: 1 }],
      },
    });
    tell('payment.changed', {
      order: { id: 1 },
      payment: { id: 2 },
      changes: [{ field: 'payments.status', old: 'wait', new: 'paid' }],
    });
    tell('order.changed', { order: { id: 1 }, changes: [{ field: 'items.quantity', old: 1, new: 3, element: 5 }] });
    expect(world.order('1')).toEqual({
      id: 1,
      createdAt: '1970-01-01T01:00:00Z',
      payments: [
        { id: 1, status: 'wait' },
        { id: 2, status: 'paid' },
      ],
      items: [{ id: 5, quantity: 3 }],
    });
  });

  it('derives what changed inside a list from its elements, told apart by id', () => {
    const { tell } = story();
    tell('order.created', {
      order: { id: 1, payments: [{ id: 1, status: 'wait', amount: 5 }], items: [{ id: 5, quantity: 1 }] },
    });
    const { changes } = tell('order.changed', {
      order: {
        id: 1,
        payments: [{ id: 1, status: 'paid', amount: 5 }],
        items: [
          { id: 5, quantity: 1 },
          { id: 6, quantity: 2 },
        ],
      },
    });
    expect(changes).toEqual([
      { field: 'order.payments.status', old: 'wait', new: 'paid', element: 1 },
      {
        field: 'order.items',
        old: [{ id: 5, quantity: 1 }],
        new: [
          { id: 5, quantity: 1 },
          { id: 6, quantity: 2 },
        ],
      },
    ]);
  });

  it('merges payments that the CRM gives as a map by id', () => {
    const { world, tell } = story();
    tell('order.created', {
      order: {
        id: 1,
        payments: [
          { id: 1, status: 'wait' },
          { id: 2, status: 'wait' },
        ],
      },
    });
    const { changes } = tell('order.changed', { order: { id: 1, payments: { 2: { id: 2, status: 'paid' } } } });
    expect(world.order('1')?.['payments']).toEqual([
      { id: 1, status: 'wait' },
      { id: 2, status: 'paid' },
    ]);
    expect(changes).toEqual([{ field: 'order.payments.status', old: 'wait', new: 'paid', element: 2 }]);
  });

  it('keeps a first map of payments as the list that it is', () => {
    const { world, tell } = story();
    tell('order.created', { order: { id: 1, payments: { 9: { status: 'wait' } } } });
    tell('order.changed', { order: { id: 1 }, changes: [{ field: 'payments.status', old: 'wait', new: 'paid' }] });
    expect(world.order('1')?.['payments']).toEqual([{ id: '9', status: 'paid' }]);
  });

  it('learns of an order that it never saw from its change', () => {
    const { world, tell } = story();
    const { changes } = tell('order.changed', {
      order: { id: 1 },
      customer: { id: 7 },
      changes: [
        { field: 'status', old: 'new', new: 'prepayed' },
        { field: 'payments.status', old: 'wait', new: 'paid' },
      ],
    });
    expect(world.order('1')).toEqual({
      id: 1,
      customer: { id: 7 },
      status: 'prepayed',
      payments: [{ status: 'paid' }],
    });
    expect(changes).toHaveLength(2);
    expect(world.ordersOf('7')).toHaveLength(1);
  });

  it('keeps carts, views, messages and subscriptions with the customer', () => {
    const { world, tell } = story();
    tell('cart.changed', { customer: { id: 7 }, cart: { items: [{ offer: { id: 1 }, quantity: 1 }] } });
    const { changes } = tell('cart.changed', {
      customer: { id: 7 },
      cart: { items: [], updatedAt: '1970-01-01T02:00:00Z' },
    });
    expect(changes.map(({ field }) => field)).toEqual(['customer.cart.updatedAt', 'customer.cart.items']);
    for (let index = 0; index < 60; index++)
      tell('page.viewed', { customer: { id: 7 }, page: { kind: 'product', offer: { id: index } } });
    const viewed = world.customer('7')?.['viewed'] as { offer: { id: number } }[];
    expect(viewed).toHaveLength(50);
    expect(viewed.at(-1)?.offer.id).toBe(59);
    tell('message.accepted', { customer: { id: 7 }, message: { id: 81, channel: 'email' } }, 99 * hour);
    tell('message.opened', { customer: { id: 7 }, message: { id: 81 } }, 100 * hour);
    expect(world.customer('7')?.['messages']).toEqual([
      { id: 81, channel: 'email', sentAt: '1970-01-05T03:00:00Z', openedAt: '1970-01-05T04:00:00Z', status: 'opened' },
    ]);
    tell(
      'subscription.changed',
      { customer: { id: 7 }, subscription: { subscription: { id: 2, channel: 'email' }, subscribed: false } },
      101 * hour,
    );
    expect(world.customer('7')?.['customerSubscriptions']).toMatchObject([{ subscribed: false }]);
  });

  it('adds and removes lines of an order', () => {
    const { world, tell } = story();
    tell('order.created', { order: { id: 1, items: [{ id: 5 }] } });
    tell('item.added', { order: { id: 1 }, item: { id: 6, quantity: 2 } });
    tell('item.removed', { order: { id: 1 }, item: { id: 5 } });
    expect(world.order('1')?.['items']).toEqual([{ id: 6, quantity: 2 }]);
  });

  it('remembers who added a line', () => {
    const { world, tell } = story();
    tell('order.created', { order: { id: 1, items: [{ id: 5 }] }, by: { source: 'api' } });
    tell('item.added', { order: { id: 1 }, item: { id: 6 }, by: { source: 'user', user: 3 } });
    expect(world.order('1')?.['items']).toEqual([{ id: 5 }, { id: 6, addedBy: 'user' }]);
  });

  it('counts deleted orders no longer, but can still read them', () => {
    const { world, tell } = story();
    tell('order.created', { order: { id: 1, customer: { id: 7 } } });
    tell('order.deleted', { order: { id: 1 } });
    expect(world.ordersOf('7')).toEqual([]);
    expect([...world.all('order')]).toEqual([]);
    expect(world.order('1')).toBeDefined();
  });

  it('gives the orders of a merged customer to the one that stays', () => {
    const { world, tell } = story();
    tell('order.created', { order: { id: 1, customer: { id: 8, email: 'b@example.com', firstName: 'B' } } });
    tell('order.created', { order: { id: 2, customer: { id: 7, firstName: 'A' } } });
    const applied = tell('customer.merged', { customer: { id: 8 }, combinedTo: { id: 7 } });
    expect(applied).toMatchObject({ customer: '7', merged: ['8'] });
    expect(world.ordersOf('7').map(({ id }) => id)).toEqual([1, 2]);
    expect(world.ordersOf('8')).toEqual([]);
    expect(world.customer('7')).toEqual({ id: 7, firstName: 'A', email: 'b@example.com' });
    expect([...world.all('customer')].map(({ id }) => id)).toEqual([7]);
  });

  it('takes an id as text for the same as a number', () => {
    const { world, tell } = story();
    tell('order.created', { order: { id: 1, status: 'new', customer: { id: 7 } } });
    const { changes } = tell('order.changed', {
      order: { id: '1' },
      customer: { id: '7' },
      changes: [{ field: 'status', old: 'new', new: 'paid' }],
    });
    expect(changes).toEqual([{ field: 'order.status', old: 'new', new: 'paid' }]);
    expect(world.order('1')).toEqual({ id: 1, status: 'paid', customer: { id: 7 }, createdAt: '1970-01-01T01:00:00Z' });
  });

  it('knows a caller whom the CRM does not know by the number', () => {
    const { tell } = story();
    expect(tell('call.missed', { call: { phone: '+79990000001' } })).toMatchObject({
      changes: [],
      phone: '79990000001',
    });
  });

  it('knows them however the number is written', () => {
    const { tell } = story();
    for (const phone of ['+7 999 000-00-01', '8 (999) 000-00-01', '9990000001'])
      expect(tell('call.missed', { call: { phone } })).toMatchObject({ phone: '79990000001' });
    expect(tell('call.missed', { call: { phone: '112' } })).toMatchObject({ phone: '112' });
  });

  it('changes nothing when a log repeats what is known', () => {
    const { world, tell } = story();
    const data = {
      order: { id: 1, status: 'new', payments: [{ id: 1, status: 'wait' }], customer: { id: 7 } },
      customer: { id: 7, phones: [{ number: '1' }] },
    };
    tell('order.created', data);
    const before = world.record('order', '1');
    expect(tell('order.changed', structuredClone(data)).changes).toEqual([]);
    expect(world.record('order', '1')).toBe(before);
  });
});
