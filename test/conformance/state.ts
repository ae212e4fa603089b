import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineState, EntityRecord } from '../../src/engine/state.js';
import type { Instance, Timer } from '../../src/model/instance.js';
import { instant, type Instant } from '../../src/model/instant.js';

/** A store under test; `commit` ends a transaction, `reopen` gives a second look at what was committed. */
export interface OpenState {
  readonly state: EngineState;
  commit(): void;
  /** Stores that outlive their process: the same data, opened again. */
  reopen?(): EngineState;
  close(): void;
}

/** What every store of engine state must do, whatever it is made of (docs/engine.md). */
export function conformsToEngineState(name: string, open: () => OpenState): void {
  describe(`engine state: ${name}`, () => {
    let opened: OpenState;
    let state: EngineState;
    beforeEach(() => {
      opened = open();
      state = opened.state;
    });
    afterEach(() => opened.close());

    describe('the world', () => {
      it('gives back the record that was put', () => {
        const order = record({ id: 1, status: 'new', customer: { id: 7 }, tags: ['a'] }, 5, { status: instant(6) });
        state.world.put('order', '1', order);
        expect(state.world.record('order', '1')).toEqual(order);
        expect(state.world.order('1')).toEqual(order.data);
        expect(state.world.since('order', '1', 'status')).toBe(6);
        expect(state.world.since('order', '1', 'number')).toBe(5);
        expect(state.world.createdAt('order', '1')).toBe(5);
      });

      it('knows nothing of what it never saw', () => {
        expect(state.world.order('1')).toBeUndefined();
        expect(state.world.customer('1')).toBeUndefined();
        expect(state.world.record('order', '1')).toBeUndefined();
        expect(state.world.since('order', '1', 'status')).toBeUndefined();
        expect(state.world.createdAt('customer', '1')).toBeUndefined();
        expect(state.world.ordersOf('1')).toEqual([]);
        expect(state.world.segmentsOf('1')).toEqual([]);
        expect(state.world.user('1')).toBeUndefined();
      });

      it('lists the orders of a customer oldest first, those of one moment by id, deleted ones never', () => {
        put('3', { id: 3, customer: { id: 7 } }, 30);
        put('1', { id: 1, customer: { id: 7 } }, 20);
        put('2', { id: 2, customer: { id: 7 } }, 20);
        put('4', { id: 4, customer: { id: 8 } }, 10);
        put('5', { id: 5, customer: { id: 7 } }, 10, true);
        expect(state.world.ordersOf('7').map(({ id }) => id)).toEqual([1, 2, 3]);
      });

      it('follows an order that goes to another customer, changes or is deleted', () => {
        put('1', { id: 1, customer: { id: 7 } }, 1);
        put('2', { id: 2, customer: { id: 7 } }, 2);
        expect(state.world.ordersOf('7')).toHaveLength(2);
        put('1', { id: 1, status: 'paid', customer: { id: 8 } }, 1);
        expect(state.world.ordersOf('7').map(({ id }) => id)).toEqual([2]);
        expect(state.world.ordersOf('8')).toEqual([{ id: 1, status: 'paid', customer: { id: 8 } }]);
        put('2', { id: 2, customer: { id: 7 } }, 2, true);
        expect(state.world.ordersOf('7')).toEqual([]);
      });

      it('lists all entities in the order of their first sight, deleted ones never', () => {
        put('9', { id: 9 }, 1);
        put('2', { id: 2 }, 2);
        put('5', { id: 5 }, 3, true);
        put('9', { id: 9, status: 'x' }, 1);
        expect([...state.world.all('order')]).toEqual([{ id: 9, status: 'x' }, { id: 2 }]);
        expect([...state.world.all('customer')]).toEqual([]);
      });

      it('tells all of them oldest first, those of one moment by id, in whatever order they came', () => {
        for (const [id, at] of [
          ['3', 20],
          ['2', 20],
          ['1', 30],
          ['4', 10],
        ] as const)
          put(id, { id: Number(id) }, at);
        expect([...state.world.all('order')].map(({ id }) => id)).toEqual([4, 2, 3, 1]);
      });

      it('keeps memberships of segments', () => {
        state.world.setSegments('7', ['loyal', 'vip']);
        state.world.setSegments('7', ['vip']);
        expect(state.world.segmentsOf('7')).toEqual(['vip']);
      });

      const put = (id: string, data: EntityRecord['data'], createdAt: number, deleted = false): void =>
        state.world.put('order', id, { ...record(data, createdAt), ...(deleted && { deleted }) });
    });

    describe('instances', () => {
      it('gives back what waits, and knows who has ended', () => {
        const waiting = instance('a', {
          wait: { for: 'moment', due: instant(9), intent: '11:00 Europe/Moscow' },
          vars: { n: 1 },
        });
        state.save(waiting);
        expect(state.instance('a')).toEqual(waiting);
        const { wait: _wait, ...rest } = waiting;
        state.save({ ...rest, status: 'exited', reason: 'order.isPaid' });
        expect(state.instance('a')?.status).not.toBe('waiting');
        expect([state.hasEntered('a'), state.hasEntered('b')]).toEqual([true, false]);
        expect(state.instance('b')).toBeUndefined();
      });

      it('finds the waiting ones of a trigger and key by time of entry, then id', () => {
        state.save(instance('c', { enteredAt: instant(1) }));
        state.save(instance('b', { enteredAt: instant(2) }));
        state.save(instance('a', { enteredAt: instant(2) }));
        state.save(instance('d', { trigger: 'other' }));
        state.save(instance('e', { key: 'order/2' }));
        state.save(instance('f', { status: 'completed' }));
        expect(ids(state.liveOf('ladder', 'order/1'))).toEqual(['c', 'a', 'b']);
        state.save(instance('a', { enteredAt: instant(2), status: 'stopped' }));
        expect(ids(state.liveOf('ladder', 'order/1'))).toEqual(['c', 'b']);
      });

      it('finds whom an event concerns: by order; without one on either side by customer; an unknown one by phone', () => {
        state.save(instance('order-1', { order: '1', customer: '7' }));
        state.save(instance('order-2', { order: '2', customer: '7' }));
        state.save(instance('customer-7', { customer: '7', trigger: 'birthday' }));
        state.save(instance('phone', { phone: '+7' }));
        state.save(instance('known-phone', { phone: '+7', customer: '8' }));
        state.save(instance('ended', { order: '1', status: 'completed' }));
        expect(ids(state.concerning({ order: '1' }))).toEqual(['order-1']);
        expect(ids(state.concerning({ order: '1', customer: '7' }))).toEqual(['customer-7', 'order-1']);
        expect(ids(state.concerning({ customer: '7' }))).toEqual(['customer-7', 'order-1', 'order-2']);
        expect(ids(state.concerning({ phone: '+7' }))).toEqual(['known-phone', 'phone']);
        expect(ids(state.concerning({ customer: '9', phone: '+7' }))).toEqual(['phone']);
        expect(ids(state.concerning({}))).toEqual([]);
      });

      it('finds by customer, whatever the order, what is about the customer', () => {
        state.save(instance('own', { order: '1', customer: '7', ofCustomer: true }));
        state.save(instance('order-1', { order: '1', customer: '7' }));
        expect(ids(state.concerning({ order: '2', customer: '7' }))).toEqual(['own']);
        expect(ids(state.concerning({ order: '2', customer: '8' }))).toEqual([]);
      });

      it('finds the waiting ones of a trigger, whatever their key', () => {
        state.save(instance('b', { key: 'order/2', enteredAt: instant(1) }));
        state.save(instance('a', { enteredAt: instant(2) }));
        state.save(instance('c', { trigger: 'other' }));
        state.save(instance('d', { status: 'exited' }));
        expect(ids(state.waitingOf('ladder'))).toEqual(['b', 'a']);
        expect(state.waitingOf('nobody')).toEqual([]);
      });

      it('finds an instance under its new customer only, once it moved', () => {
        state.save(instance('a', { customer: '7' }));
        state.save(instance('a', { customer: '8' }));
        expect(state.concerning({ customer: '7' })).toEqual([]);
        expect(ids(state.concerning({ customer: '8' }))).toEqual(['a']);
      });
    });

    describe('timers', () => {
      it('gives the earliest by due time, then priority, then id, and keeps it armed', () => {
        fc.assert(
          fc.property(fc.array(operation, { maxLength: 40 }), (operations) => {
            const model = new Map<string, Timer>();
            const fresh = open();
            for (const [index, { id, due, priority, arm }] of operations.entries()) {
              const timer = timerOf(id, due, priority, index);
              if (arm) {
                fresh.state.arm(timer);
                model.set(id, timer);
              } else {
                fresh.state.disarm(id);
                model.delete(id);
              }
              expect(fresh.state.timer(id)).toEqual(model.get(id));
              expect(fresh.state.nextTimer()).toEqual([...model.values()].sort(byTurn)[0]);
            }
            const order = [...model.values()].sort(byTurn);
            for (const expected of order) {
              expect(fresh.state.nextTimer()).toEqual(expected);
              fresh.state.disarm(expected.id);
            }
            expect(fresh.state.nextTimer()).toBeUndefined();
            fresh.close();
          }),
          { numRuns: 60 },
        );
      });
    });

    describe('memory', () => {
      it('counts the entries of a trigger and key in the last hour', () => {
        const count = (at: number): void => state.countEntry('ladder', 'order/1', instant(at), instant(at - 10));
        const since = (at: number, key = 'order/1'): number => state.enteredSince('ladder', key, instant(at));
        for (const at of [1, 5, 5, 12]) count(at);
        expect([since(2), since(2, 'order/2'), since(4), since(5), since(12)]).toEqual([3, 0, 3, 1, 0]);
        count(20);
        expect(since(12)).toBe(1);
      });

      it('remembers marks, messages and memos', () => {
        expect(state.used('m')).toBeUndefined();
        state.use('m', instant(1));
        state.use('m', instant(5));
        expect(state.used('m')).toBe(5);
        for (const mark of ['t|key|7|b', 't|key|7|a', 't|key|70|a', 't|key|7', 't/s|key|7|a'])
          state.use(mark, instant(2));
        state.use('t|key|7|ы', instant(3));
        state.use('t|key|7|a', instant(4));
        expect(state.usedUnder('t|key|7|')).toEqual([
          ['t|key|7|a', 4],
          ['t|key|7|b', 2],
          ['t|key|7|ы', 3],
        ]);
        expect(state.usedUnder('t|key|8|')).toEqual([]);
        state.use('t|key|7|a', undefined);
        expect([state.used('t|key|7|a'), state.usedUnder('t|key|7|').length]).toEqual([undefined, 2]);
        expect(state.memo('activated')).toBeUndefined();
        state.setMemo('activated', '1');
        state.setMemo('activated', '2');
        for (const name of ['bonus:a/2', 'bonus:a/1', 'bonus:ab/1', 'bonus:a/3']) state.setMemo(name, name);
        state.setMemo('bonus:a/3', undefined);
        expect(state.memo('bonus:a/3')).toBeUndefined();
        expect(state.memosUnder('bonus:a/')).toEqual([
          ['bonus:a/1', 'bonus:a/1'],
          ['bonus:a/2', 'bonus:a/2'],
        ]);
        expect(state.memo('activated')).toBe('2');
        state.recordSent('7', { class: 'marketing', at: instant(10), effect: 'a' });
        state.recordSent('7', { class: 'service', at: instant(20), effect: 'b' });
        state.recordSent('8', { class: 'service', at: instant(20), effect: 'c' });
        expect(state.sentTo('7', instant(10))).toEqual([
          { class: 'marketing', at: 10 },
          { class: 'service', at: 20 },
        ]);
        expect(state.sentTo('7', instant(11))).toEqual([{ class: 'service', at: 20 }]);
        expect(state.sentTo('9', instant(0))).toEqual([]);
      });
    });

    it('finds all of it again after a commit, when it outlives its process', () => {
      if (!opened.reopen) return;
      state.world.put('order', '1', record({ id: 1, customer: { id: 7 } }, 5));
      state.world.setSegments('7', ['vip']);
      state.save(instance('a', { order: '1' }));
      const ended = instance('z', { order: '1', status: 'exited', reason: 'order.isPaid' });
      state.save(ended);
      state.arm(timerOf('t', 9, 50, 1));
      state.use('m', instant(5));
      state.setMemo('x', 'y');
      state.recordSent('7', { class: 'service', at: instant(20), effect: 'b' });
      opened.commit();
      const again = opened.reopen();
      expect(again.world.ordersOf('7')).toHaveLength(1);
      expect(again.world.segmentsOf('7')).toEqual(['vip']);
      expect(ids(again.concerning({ order: '1' }))).toEqual(['a']);
      // What comes of the effects of a run that has ended asks for it.
      expect(again.instance('z')).toEqual(ended);
      expect(again.nextTimer()).toEqual(timerOf('t', 9, 50, 1));
      expect([again.used('m'), again.memo('x')]).toEqual([5, 'y']);
      expect(again.sentTo('7', instant(0))).toEqual([{ class: 'service', at: 20 }]);
    });
  });
}

const operation = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  due: fc.integer({ min: 0, max: 5 }),
  priority: fc.constantFrom(0, 50, 100),
  arm: fc.boolean(),
});

function byTurn(a: Timer, b: Timer): number {
  return a.due - b.due || b.priority - a.priority || (a.id < b.id ? -1 : 1);
}

function timerOf(id: string, due: number, priority: number, generation: number): Timer {
  return { id, due: instant(due), priority, kind: 'deadline', owner: 'ladder:0', subject: 'order/1', generation };
}

function record(data: EntityRecord['data'], createdAt: number, since: Record<string, Instant> = {}): EntityRecord {
  return { data, createdAt: instant(createdAt), since };
}

function instance(id: string, more: Partial<Instance> = {}): Instance {
  return {
    id,
    trigger: 'ladder',
    revision: 'r1',
    key: 'order/1',
    episode: id,
    status: 'waiting',
    step: 'pause',
    rounds: {},
    enteredAt: instant(1),
    stepEnteredAt: instant(1),
    vars: {},
    steps: {},
    entry: {},
    causedBy: 'e1',
    depth: 0,
    ...more,
  };
}

function ids(instances: readonly Instance[]): readonly string[] {
  return instances.map(({ id }) => id);
}
