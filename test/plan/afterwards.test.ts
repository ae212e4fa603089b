import { expect, test } from 'vitest';
import { shelvesAfter } from '../../src/plan/afterwards.js';
import { projectOf } from './scene.js';

const type = (code: string) => ({ address: `reference/order-type.${code}`, kind: 'Reference', spec: { code } });

test('what is only recorded has its copy, and what is only forgotten has none', () => {
  const project = projectOf({ 'new.yaml': 'kind: Reference\nof: orderType\ncode: new\nname: New\n' });
  const trigger = { address: 'trigger/gone', kind: 'Trigger', spec: {} };
  const state = { live: [trigger], applied: [trigger, type('gone'), type('kept')] };
  const base = { record: [type('new').address], forget: [type('gone').address, trigger.address] };
  const { live, applied } = shelvesAfter(state, project, base, [], (kind) => kind === 'Trigger');
  expect(live).toEqual([]);
  expect(applied.map(({ address }) => address)).toEqual([type('kept').address, type('new').address]);
});
