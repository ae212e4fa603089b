import { expect, it } from 'vitest';
import { extend, scopeOf, variablesOf } from '../../src/engine/scope.js';
import type { Ambient, Entity, WorldView } from '../../src/language/scope.js';
import { instant } from '../../src/model/instant.js';

/** A world that says what was asked of it. */
function watchedWorld() {
  const asked: string[] = [];
  const entity = (kind: string, more: Entity) => (id: string) => {
    asked.push(`${kind} ${id}`);
    return { id, ...more };
  };
  // Nothing else of it is read here.
  const world = {
    order: entity('order', { status: 'new' }),
    customer: entity('customer', { cart: { total: 5 } }),
  } as unknown as WorldView;
  const ambient = { now: instant(7), zone: 'UTC', world, facts: {} } as unknown as Ambient;
  return { asked, ambient };
}

const about = { order: '1', customer: '2' };

it('looks up order and customer when they are read, once, and not to be extended', () => {
  const { asked, ambient } = watchedWorld();
  const scope = extend(variablesOf({ review: { score: 1 } }, about, ambient), { trigger: 'it' });
  expect(scope).toMatchObject({ review: { score: 1 }, trigger: 'it', now: 7 });
  expect(asked).toEqual([]);
  expect([scope.order, scope.order]).toEqual([
    { id: '1', status: 'new' },
    { id: '1', status: 'new' },
  ]);
  expect(extend(scope, { more: 1 }).order).toBe(scope.order);
  expect(asked).toEqual(['order 1']);
  expect(scope.cart).toEqual({ total: 5 });
  expect(asked).toEqual(['order 1', 'customer 2']);
});

it('reads who it is about from the world, whatever the event calls its members', () => {
  const { ambient } = watchedWorld();
  const event = { order: { id: 9 }, customer: 'x', now: 'never', ambient: 'none', extend: 1, with: 2, constructor: 3 };
  const scope = variablesOf(event, about, ambient);
  expect([scope.order, scope.customer]).toEqual([
    { id: '1', status: 'new' },
    { id: '2', cart: { total: 5 } },
  ]);
  expect([scope.now, scope.ambient]).toEqual([7, ambient]);
  expect(extend(scope, {})).toMatchObject({ extend: 1, with: 2, constructor: 3, event });
});

it('holds what it is given in the place of what would be looked up, also when it is given as missing', () => {
  const { asked, ambient } = watchedWorld();
  const scope = extend(variablesOf({}, about, ambient), { order: { id: 'mine' }, customer: undefined });
  expect([scope.order, scope.customer, extend(scope, { more: 1 }).order]).toEqual([
    { id: 'mine' },
    undefined,
    { id: 'mine' },
  ]);
  expect(asked).toEqual([]);
});

it('takes a cart from the event, else from the customer, else from the event of the entry', () => {
  const { ambient } = watchedWorld();
  const entry = { event: { cart: { total: 1 } } };
  const run = { trigger: 'it', vars: {}, steps: {}, entry };
  expect(scopeOf({ ...run, customer: '2' }, ambient, { cart: { total: 3 } }).cart).toEqual({ total: 3 });
  expect(scopeOf({ ...run, customer: '2' }, ambient, {}).cart).toEqual({ total: 5 });
  expect(scopeOf(run, ambient, {}).cart).toEqual({ total: 1 });
});
