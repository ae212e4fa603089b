import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AutomationClient } from '../../src/crm/automation.js';
import type { CrmClient } from '../../src/crm/client.js';
import { CrmError } from '../../src/crm/errors.js';
import { buildDrift } from '../../src/plan/drift.js';
import { observe } from '../../src/apply/observe.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { remotes } from '../../src/vocabulary/kinds/remote/index.js';
import { changesOf, projectOf } from '../plan/scene.js';
import { files, rest, statuses, trigger } from './shopFiles.js';
import { openShop, stateOf, type Shop } from './shop.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const project = projectOf(files);

async function applied(from = project): Promise<void> {
  const outcome = await shop.apply(from, await shop.plan(from));
  expect(outcome).toMatchObject({ is: 'done', report: { failed: [], skipped: [] } });
}

describe('apply', () => {
  test('brings the CRM to what the repository says, so that the next plan is empty', async () => {
    expect(project.diagnostics).toEqual([]);
    const plan = await shop.plan(project);
    expect(plan.summary).toMatchObject({ create: 7, update: 0, remove: 0, manual: 0 });
    const outcome = await shop.apply(project, plan);
    expect(outcome).toMatchObject({ is: 'done', report: { ok: true, failed: [], skipped: [], manual: [] } });
    expect((await shop.plan(project)).resources).toEqual([]);
    expect((await shop.automation.state()).live.map((resource) => resource.address)).toEqual([
      'calendar/office',
      'status-group/no-answer',
      'trigger/no-answer',
    ]);
  });

  test('an empty plan makes no release', async () => {
    await applied();
    const before = (await shop.automation.state()).release?.id;
    await applied();
    expect((await shop.automation.state()).release?.id).toBe(before);
  });

  test('what is in the CRM already is taken over without a write', async () => {
    await shop.crm.call({
      method: 'POST',
      path: 'reference/order-types/wholesale/edit',
      body: { orderType: { name: 'Опт' } },
    });
    const own = projectOf({ 'a.yaml': 'kind: Reference\nof: orderType\ncode: wholesale\nname: Опт\n' });
    const plan = await shop.plan(own);
    expect(plan.resources).toEqual([]);
    expect(plan.base.record).toEqual(['reference/order-type.wholesale']);
    await applied(own);
    expect((await shop.automation.state()).applied.map((copy) => copy.address)).toEqual([
      'reference/order-type.wholesale',
    ]);
  });
});

describe('somebody changes the CRM', () => {
  const rename = () =>
    shop.crm.call({
      method: 'POST',
      path: 'reference/statuses/no-answer-2/edit',
      body: { status: { name: 'Второй', group: 'no-answer' } },
    });

  test('the next plan names the field, both values, and that it moved there', async () => {
    await applied();
    await rename();
    expect(changesOf(await shop.plan(project), 'status-group/no-answer')).toEqual([
      'statuses.no-answer-2.name: "Второй" → "Недозвон 2" (remote)',
    ]);
    await applied();
    expect((await shop.plan(project)).resources).toEqual([]);
  });

  test('a plan that was saved before is stale', async () => {
    await applied();
    const changed = projectOf({ ...files, 'statuses.yaml': statuses.replace('limit: 2h', 'limit: 3h') });
    const saved = await shop.plan(changed);
    await rename();
    expect(await shop.apply(changed, saved)).toEqual({
      is: 'stale',
      reason: expect.any(String),
      addresses: ['status-group/no-answer'],
    });
  });

  test('drift says what it was and what it is', async () => {
    await applied();
    await rename();
    await shop.automation.remove('triggers', 'no-answer');
    const observation = await observe({ ...shop, words: vocabulary, remotes, project });
    const drift = buildDrift({ project, words: vocabulary, remotes, observation, environment: 'local' });
    expect(drift.resources).toMatchObject([
      {
        address: 'status-group/no-answer',
        reason: 'changed',
        changes: [{ path: 'statuses.no-answer-2.name', before: 'Недозвон 2', after: 'Второй' }],
      },
      { address: 'trigger/no-answer', reason: 'removed' },
    ]);
    expect(drift.summary).toEqual({ changed: 1, removed: 1, unchanged: 5 });
  });

  test('a trigger that somebody changed through the automation API moves back', async () => {
    await applied();
    const { spec } = await shop.automation.resource('triggers', 'no-answer');
    await shop.automation.put('triggers', 'no-answer', { ...spec, active: false });
    expect(changesOf(await shop.plan(project), 'trigger/no-answer')).toEqual(['active: - false (remote)']);
    await applied();
    expect((await shop.automation.resource('triggers', 'no-answer')).spec).toEqual(spec);
  });
});

describe('a saved plan', () => {
  test('is stale when it was applied already', async () => {
    const plan = await shop.plan(project);
    await shop.apply(project, plan);
    expect(await shop.apply(project, plan)).toMatchObject({
      is: 'stale',
      reason: 'something was applied since the plan',
    });
  });

  test('is stale when the repository has moved on', async () => {
    const plan = await shop.plan(project);
    const later = projectOf({ ...files, 'trigger.yaml': trigger.replace('1h', '2h') });
    expect(await shop.apply(later, plan)).toMatchObject({
      is: 'stale',
      reason: 'the repository has changed since the plan',
    });
  });

  test('is stale when somebody gave the runner other settings', async () => {
    await applied();
    const changed = projectOf({ ...files, 'trigger.yaml': trigger.replace('1h', '2h') });
    const plan = await shop.plan(changed);
    const { release, config, live, applied: copies } = await shop.automation.state();
    if (release === null || config === null) throw new Error('nothing was applied');
    const { id: parent, project: name, revision } = release;
    const other = { ...config, timezone: 'Asia/Omsk' };
    await shop.automation.publish({ parent, project: name, revision, config: other, live, applied: copies });
    expect(await shop.apply(changed, plan)).toEqual({
      is: 'stale',
      reason: 'the settings of the runner have changed since the plan',
      addresses: [],
    });
  });

  test('is not touched by what it does not touch', async () => {
    await applied();
    const changed = projectOf({ ...files, 'trigger.yaml': trigger.replace('1h', '2h') });
    const plan = await shop.plan(changed);
    await shop.crm.call({
      method: 'POST',
      path: 'reference/order-types/wholesale/edit',
      body: { orderType: { name: 'Оптовый' } },
    });
    expect(await shop.apply(changed, plan)).toMatchObject({ is: 'done', report: { applied: ['trigger/no-answer'] } });
  });

  test('waits for nobody: while another apply holds the lock it is refused', async () => {
    await shop.automation.lock('somebody else', 60);
    expect(await shop.apply(project, await shop.plan(project))).toMatchObject({
      is: 'locked',
      holder: { owner: 'somebody else' },
    });
  });
});

describe('removal', () => {
  test('deactivates in the CRM, removes from the runner, and coming back is in use again', async () => {
    await applied();
    const without = projectOf({ 'statuses.yaml': statuses.split('---\n')[1]! });
    const plan = await shop.plan(without);
    expect(plan.resources.map(({ address, actions }) => `${actions.join('+')} ${address}`)).toEqual([
      'deactivate custom-field/order.callAt',
      'deactivate custom-field/order.supplier',
      'manual dictionary/supplier',
      'deactivate reference/order-type.wholesale',
      'deactivate status-group/no-answer',
      'remove trigger/no-answer',
    ]);
    expect(await shop.apply(without, plan)).toMatchObject({ is: 'done', report: { manual: ['dictionary/supplier'] } });
    const again = await shop.plan(without);
    expect(again.resources.map((resource) => resource.address)).toEqual(['dictionary/supplier']);
    const list = (await shop.crm.list({ method: 'GET', path: 'reference/statuses' }, 'statuses', {
      paged: false,
    })) as Record<string, { active: boolean }>;
    expect(list['no-answer-1']?.active).toBe(false);

    const back = await shop.plan(project);
    expect(changesOf(back, 'reference/order-type.wholesale')).toContain('active: false → true (repo)');
    await applied();
    expect((await shop.plan(project)).resources).toEqual([]);
  });

  test('a status that moves to another group is never switched off', async () => {
    await applied();
    const second = 'kind: StatusGroup\ncode: waiting\nname: Ожидание\nstatuses:\n  - {code: wait, name: Ждёт}\n';
    await applied(projectOf({ ...files, 'second.yaml': second }));
    const moved = projectOf({
      ...files,
      'statuses.yaml': statuses.replace('  - {code: no-answer-2, name: Недозвон 2, limit: 2h}\n', ''),
      'second.yaml': `${second}  - {code: no-answer-2, name: Недозвон 2, limit: 2h}\n`,
    });
    const plan = await shop.plan(moved);
    expect(changesOf(plan, 'status-group/waiting')).toContain(
      'statuses.no-answer-2.group: "no-answer" → "waiting" (repo)',
    );
    await applied(moved);
    const list = (await shop.crm.list({ method: 'GET', path: 'reference/statuses' }, 'statuses', {
      paged: false,
    })) as Record<string, object>;
    expect(list['no-answer-2']).toMatchObject({ active: true, group: 'waiting' });
    expect((await shop.plan(moved)).resources).toEqual([]);
  });

  test('a renamed reference is made anew and the old code switched off', async () => {
    await applied();
    const renamed = projectOf({
      ...files,
      'rest.yaml': rest.replace('code: wholesale\n', 'code: b2b\nrenamedFrom: wholesale\n'),
    });
    const plan = await shop.plan(renamed);
    expect(plan.resources.map(({ address, actions }) => [address, actions])).toEqual([
      ['reference/order-type.b2b', ['rename']],
    ]);
    await applied(renamed);
    expect((await shop.plan(renamed)).resources).toEqual([]);
    const list = (await shop.crm.list({ method: 'GET', path: 'reference/order-types' }, 'orderTypes', {
      paged: false,
    })) as Record<string, object>;
    expect([list['b2b'], list['wholesale']]).toMatchObject([{ active: true, name: 'Опт' }, { active: false }]);
  });
});

describe('something goes wrong', () => {
  test('what the CRM refuses fails alone, what needs it is skipped, the rest is applied', async () => {
    const broken = projectOf({
      ...files,
      'costs.yaml': 'kind: Reference\nof: costItem\ncode: ads\nname: Реклама\ngroup: no-such-group\ntype: var\n',
    });
    const outcome = await shop.apply(broken, await shop.plan(broken));
    expect(outcome).toMatchObject({
      is: 'partial',
      report: {
        ok: false,
        failed: [{ address: 'reference/cost-item.ads', error: expect.stringContaining('no-such-group') }],
        skipped: [],
      },
    });
    expect((await shop.plan(broken)).resources.map((resource) => resource.address)).toEqual([
      'reference/cost-item.ads',
    ]);
  });

  test('when the CRM goes away nothing more is tried, and what was done before is handed to the runner', async () => {
    const plan = await shop.plan(project);
    const gone: CrmClient = {
      ...shop.crm,
      call: () => Promise.reject(new CrmError('no connection', { reason: 'network' })),
    };
    expect(await shop.apply(project, plan, { crm: gone })).toMatchObject({
      is: 'partial',
      report: { applied: ['calendar/office'] },
      problem: 'no connection',
    });
  });

  const two = ['one', 'two'].map((code) => `kind: Reference\nof: orderType\ncode: ${code}\nname: ${code}\n`);

  test.each([
    [true, 'partial'],
    [false, 'failed'],
  ])('a first write that may have arrived (%s) leaves something to continue: %s', async (ambiguous, is) => {
    const few = projectOf({ 'type.yaml': two[0]! });
    const cut = failingAt(shop.crm, 1, false, new CrmError('cut', { reason: 'network', ambiguous }));
    expect(await shop.apply(few, await shop.plan(few), { crm: cut })).toMatchObject({ is, problem: 'cut' });
  });

  test('an apply that is continued in vain can be continued once more', async () => {
    const few = projectOf({ 'types.yaml': two.join('---\n') });
    const plan = await shop.plan(few);
    const dying = failingAt(shop.crm, 1, false, new PowerCut());
    await expect(shop.apply(few, plan, { crm: dying })).rejects.toThrow(PowerCut);
    const gone = failingAt(shop.crm, 1, false, new CrmError('no connection', { reason: 'network' }));
    expect(await shop.resume(few, { crm: gone })).toMatchObject({ is: 'partial', problem: 'no connection' });
    expect(await shop.resume(few)).toMatchObject({ is: 'done' });
  });

  test.each([false, true])(
    'an apply that ends while it hands over the release (carried out: %s) is finished by --resume',
    async (carriedOut) => {
      const plan = await shop.plan(project);
      const ending: AutomationClient = {
        ...shop.automation,
        async publish(release) {
          if (carriedOut) await shop.automation.publish(release);
          throw new PowerCut();
        },
      };
      await expect(shop.apply(project, plan, { automation: ending })).rejects.toThrow(PowerCut);
      expect(await shop.resume(project)).toMatchObject({ is: 'done' });
      expect((await shop.plan(project)).resources).toEqual([]);
      expect((await shop.automation.releases()).length).toBe(1);
    },
  );

  test('an interrupted apply that cannot read the CRM can be continued all the same', async () => {
    const plan = await shop.plan(project);
    await expect(shop.apply(project, plan, { crm: failingAt(shop.crm, 3, true, new PowerCut()) })).rejects.toThrow(
      PowerCut,
    );
    const isDown: CrmClient = {
      ...shop.crm,
      list: (call, ...rest) =>
        call.path === 'custom-fields'
          ? Promise.reject(new CrmError('the CRM failed', { reason: 'server' }))
          : shop.crm.list(call, ...rest),
    };
    expect(await shop.resume(project, { crm: isDown })).toMatchObject({
      is: 'partial',
      problem: 'custom-fields could not be read: the CRM failed',
    });
    expect(await shop.resume(project)).toMatchObject({ is: 'done' });
    expect((await shop.plan(project)).resources).toEqual([]);
  });

  test('an apply that was cut at any write, by the network or by its end, is finished by --resume with the same result', async () => {
    const plan = await shop.plan(project);
    const counted = countingWrites(shop.crm);
    await shop.apply(project, plan, { crm: counted.crm });
    const wanted = await stateOf(shop);
    expect(counted.writes()).toBeGreaterThan(5);
    for (let write = 1; write <= counted.writes(); write += 1) {
      for (const cut of cuts) {
        const other = await openShop();
        try {
          await cut.apply(other, write);
          expect(await other.resume(project)).toMatchObject({ is: 'done' });
          expect(await stateOf(other), `${cut.name} at write ${write}`).toEqual(wanted);
          expect((await other.plan(project)).resources).toEqual([]);
        } finally {
          await other.close();
        }
      }
    }
  }, 60_000);
});

class PowerCut extends Error {}

const cuts: readonly { readonly name: string; apply(other: Shop, write: number): Promise<void> }[] = [
  {
    name: 'the connection is lost before the write',
    apply: async (other, write) => {
      const plan = await other.plan(project);
      expect(
        await other.apply(project, plan, {
          crm: failingAt(other.crm, write, false, new CrmError('cut', { reason: 'network', ambiguous: true })),
        }),
      ).toMatchObject({ is: 'partial' });
    },
  },
  {
    name: 'the process ends before the write',
    apply: async (other, write) => {
      const plan = await other.plan(project);
      await expect(
        other.apply(project, plan, { crm: failingAt(other.crm, write, false, new PowerCut()) }),
      ).rejects.toThrow(PowerCut);
    },
  },
  {
    name: 'the process ends after the write',
    apply: async (other, write) => {
      const plan = await other.plan(project);
      await expect(
        other.apply(project, plan, { crm: failingAt(other.crm, write, true, new PowerCut()) }),
      ).rejects.toThrow(PowerCut);
    },
  },
];

function failingAt(crm: CrmClient, write: number, carriedOut: boolean, error: Error): CrmClient {
  let writes = 0;
  return {
    ...crm,
    async call(call) {
      if (call.method === 'POST') writes += 1;
      if (call.method !== 'POST' || writes !== write) return crm.call(call);
      if (carriedOut) await crm.call(call);
      throw error;
    },
  };
}

function countingWrites(crm: CrmClient): { readonly crm: CrmClient; writes(): number } {
  let writes = 0;
  return {
    crm: {
      ...crm,
      call(call) {
        if (call.method === 'POST') writes += 1;
        return crm.call(call);
      },
    },
    writes: () => writes,
  };
}

test('a thousand resources with nothing to do cost the list requests and no more', async () => {
  const documents = Array.from(
    { length: 1000 },
    (_, index) => `kind: Reference\nof: orderType\ncode: t${index}\nname: Тип ${index}\n`,
  );
  const fields = Array.from(
    { length: 250 },
    (_, index) => `kind: CustomField\nof: order\ncode: f${index}\ntype: string\nname: Поле ${index}\n`,
  );
  const large = projectOf({ 'types.yaml': [...documents, ...fields].join('---\n') });
  await applied(large);
  const before = shop.crm.requests();
  const plan = await shop.plan(large);
  expect(plan.summary.unchanged).toBe(1250);
  const pages = Math.ceil(250 / 100);
  expect(shop.crm.requests() - before).toBe(1 + pages);
}, 60_000);
