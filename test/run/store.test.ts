import { expect, onTestFinished, test } from 'vitest';
import { instant } from '../../src/model/instant.js';
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
