import { expect, onTestFinished, test } from 'vitest';
import { instant } from '../../src/model/instant.js';
import type { Instance } from '../../src/model/instance.js';
import { openRunnerStore } from '../../src/run/store.js';

test('of a transaction that failed nothing is known any more', () => {
  const store = openRunnerStore(':memory:', () => instant(0));
  onTestFinished(() => store.close());
  const record = { data: { id: 1, status: 'new' }, since: {}, createdAt: instant(0) };
  store.transaction(() => {
    store.state.setMemo('spent', '1');
    store.state.world.put('order', '1', record);
  });
  const failed = (): void =>
    store.transaction(() => {
      store.state.setMemo('spent', '2');
      store.state.world.put('order', '1', { ...record, data: { id: 1, status: 'done' } });
      throw new Error('the disk is full');
    });
  expect(failed).toThrow('the disk is full');
  expect(store.state.memo('spent')).toBe('1');
  expect(store.state.world.order('1')).toEqual({ id: 1, status: 'new' });
});

test('nothing is written into the tables of a newer crmctl that came meanwhile', () => {
  const store = openRunnerStore(':memory:', () => instant(0));
  onTestFinished(() => store.close());
  store.database.pragma('user_version = 1000');
  expect(() => store.transaction(() => store.setCursor('orders', 7))).toThrow('nothing more was written');
  expect(store.cursor('orders')).toBe(0);
});

test('who waits is known in the transaction in which they began to', () => {
  const store = openRunnerStore(':memory:', () => instant(0));
  onTestFinished(() => store.close());
  const instance = (id: string, order: string, status: Instance['status'] = 'waiting'): Instance => ({
    id,
    trigger: 't',
    revision: 'r',
    key: id,
    episode: id,
    status,
    step: 's',
    rounds: {},
    enteredAt: instant(0),
    stepEnteredAt: instant(0),
    vars: {},
    steps: {},
    entry: {},
    order,
    causedBy: 'e',
    depth: 0,
  });
  store.transaction(() => {
    for (const each of [instance('i1', '1'), instance('i2', '2'), instance('i3', '1', 'completed')])
      store.state.save(each);
    expect(store.waitingOf({ order: '1' })).toEqual(['i1']);
    expect(store.waitingOf({ trigger: 't' })).toEqual(['i1', 'i2']);
    expect(store.waitingOf({ customer: '1' })).toEqual([]);
  });
});
