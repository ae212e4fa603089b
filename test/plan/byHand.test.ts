import { expect, test } from 'vitest';
import { buildPlan } from '../../src/plan/build.js';
import { observe } from '../../src/apply/observe.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { remotes } from '../../src/vocabulary/kinds/remote/index.js';
import { openLiveShop } from '../run/liveShop.js';
import { projectOf } from './scene.js';

const rule = `kind: Validation
code: big
name: Big
of: order
when: order.totalSumm > 100000
message: "Спросите руководителя"
`;

test('a Validation goes to the runner, and beside a CRM that enforces none it is also to be entered by hand', async () => {
  const shop = await openLiveShop('kind: Team\ncode: t\nmembers: [user/a@example.com]\n');
  const project = projectOf({ 'shop.yaml': rule });
  const { crm, automation } = shop;
  const observation = await observe({ crm, automation, words: vocabulary, remotes, project });
  const planFor = (capabilities: Readonly<Record<string, unknown>>) =>
    buildPlan({ project, words: vocabulary, remotes, observation: { ...observation, capabilities }, environment: 'x' });
  const entry = (capabilities: Readonly<Record<string, unknown>>) =>
    planFor(capabilities).resources.find(({ address }) => address === 'validation/big');
  expect(entry({ validations: true })).toMatchObject({ actions: ['create'], executor: 'runner' });
  expect(entry({})).toMatchObject({
    actions: ['create', 'manual'],
    executor: 'runner',
    manual: expect.stringContaining('condition: order.totalSumm > 100000, message: Спросите руководителя'),
  });
  expect(planFor({}).summary).toMatchObject({ create: 1, manual: 1 });
  await shop.apply(rule);
  const later = await observe({ crm, automation, words: vocabulary, remotes, project });
  const settled = buildPlan({
    ...{ project, words: vocabulary, remotes, environment: 'x' },
    observation: { ...later, capabilities: {} },
  });
  expect(settled.resources).toEqual([]);
});
