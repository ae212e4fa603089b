import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { observe } from '../../src/apply/observe.js';
import { createAutomationClient } from '../../src/crm/automation.js';
import { createCrmClient } from '../../src/crm/client.js';
import { pageSize } from '../../src/crm/paging.js';
import { importAccount } from '../../src/import/import.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { remotes } from '../../src/vocabulary/kinds/remote/index.js';
import { openShop, stateOf, type Shop } from '../apply/shop.js';
import { files } from '../apply/shopFiles.js';
import { virtualTiming } from '../crm/virtualTiming.js';
import { projectOf } from '../plan/scene.js';
import { openFaultyProxy } from '../run/faultyProxy.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

describe.each([0, 1, pageSize, pageSize + 1])('%i objects in a list', (count) => {
  const fields = Array.from(
    { length: count },
    (_, index) => `kind: CustomField\nof: order\ncode: f${index}\ntype: string\nname: Поле ${index}\n`,
  );
  const project = projectOf({ 'fields.yaml': fields.join('---\n') });

  test('are applied, found again and imported, all of them', async () => {
    expect(await shop.apply(project, await shop.plan(project))).toMatchObject({ is: 'done' });
    const plan = await shop.plan(project);
    expect([plan.resources, plan.summary.unchanged]).toEqual([[], count]);
    const nothing = projectOf({});
    const observation = await observe({ ...shop, words: vocabulary, remotes, project: nothing, everything: true });
    const { report } = importAccount({
      ...{ project: nothing, words: vocabulary, remotes, observation, environment: 'local', textOf: () => undefined },
    });
    expect(report.added.filter(({ address }) => address.startsWith('custom-field/'))).toHaveLength(count);
  }, 60_000);
});

test('in a storm of refusals and cut connections the same comes out', async () => {
  const project = projectOf(files);
  expect(await shop.apply(project, await shop.plan(project))).toMatchObject({ is: 'done' });
  const calm = await stateOf(shop);

  const other = await openShop();
  const proxy = await openFaultyProxy(other.url);
  // Nobody waits: what is tested is what is repeated, not when.
  const timing = virtualTiming();
  const crm = createCrmClient({ url: proxy.url, key: other.key, timing });
  const automation = createAutomationClient({ url: proxy.url, key: other.key, timing });
  try {
    proxy.fail(/^GET .*reference/, 'busy', 'cutBefore', 'busy', 'cutAfter');
    proxy.fail(/^POST .*(reference|custom-fields)/, 'busy', 'busy', 'busy');
    proxy.fail(/automation\/v1\/(state|releases)/, 'busy', 'cutBefore');
    const plan = await other.plan(project);
    expect(await other.apply(project, plan, { crm, automation })).toMatchObject({
      is: 'done',
      report: { failed: [], skipped: [] },
    });
    expect(await stateOf(other)).toEqual(calm);
    expect((await other.plan(project)).resources).toEqual([]);
  } finally {
    await Promise.all([crm.close(), automation.close()]);
    await other.close();
  }
}, 60_000);
