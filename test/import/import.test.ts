import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { observe } from '../../src/apply/observe.js';
import { importAccount, type Import } from '../../src/import/import.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { remotes } from '../../src/vocabulary/kinds/remote/index.js';
import { openShop, type Shop } from '../apply/shop.js';
import { files as shopFiles } from '../apply/shopFiles.js';
import { projectOf } from '../plan/scene.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

type Files = Readonly<Record<string, string>>;

async function imported(files: Files): Promise<Import & { readonly after: Files }> {
  const project = projectOf(files);
  const observation = await observe({ ...shop, words: vocabulary, remotes, project, everything: true });
  const result = importAccount({
    ...{ project, words: vocabulary, remotes, observation, environment: 'local' },
    textOf: (path) => files[path],
  });
  return { ...result, after: { ...files, ...Object.fromEntries(result.files.map(({ path, text }) => [path, text])) } };
}

async function planAfter(files: Files) {
  const project = projectOf(files);
  expect(project.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const observation = await observe({ ...shop, words: vocabulary, remotes, project, everything: true });
  const plan = await shop.plan(project);
  return { resources: plan.resources, unmanaged: plan.summary.unmanaged, observation };
}

describe('an account that nobody wrote down', () => {
  test('becomes one file a kind, and then there is nothing to plan and nothing that is not managed', async () => {
    const { after, report } = await imported({});
    expect(Object.keys(after)).toEqual(['crmctl.schema.json', 'references.yaml', 'status-groups.yaml']);
    expect(report).toMatchObject({ ok: true, extended: [], differing: [], left: [] });
    expect(await planAfter(after)).toMatchObject({ resources: [], unmanaged: 0 });
    expect(after['status-groups.yaml']).toMatch(/^# .*\n# The CRM's API does not tell: how long/);
  });

  test('is written the same again, to the byte', async () => {
    const first = await imported({});
    expect((await imported({})).files).toEqual(first.files);
    expect((await imported(first.after)).files).toEqual([]);
  });
});

describe('an account that a repository made', () => {
  beforeEach(async () => {
    const project = projectOf(shopFiles);
    expect(await shop.apply(project, await shop.plan(project))).toMatchObject({ is: 'done' });
  });

  test('comes back without the repository: the CRM and the runner, limits and transitions too', async () => {
    const { after, report } = await imported({});
    expect(report.left).toEqual([]);
    expect(await planAfter(after)).toMatchObject({ resources: [], unmanaged: 0 });
    expect(after['triggers.yaml']).toContain('task: {text: "Перезвонить {{ order.number }}"}');
    expect(after['status-groups.yaml']).toContain('next: [no-answer-2]');
  });

  test('keeps the order of values that read earlier ones', async () => {
    const vars = 'vars: {short: 1h, long: =vars.short * 2}\ndo:';
    const files = { ...shopFiles, 'trigger.yaml': shopFiles['trigger.yaml'].replace('do:', vars) };
    const project = projectOf(files);
    expect(await shop.apply(project, await shop.plan(project))).toMatchObject({ is: 'done' });
    const { after } = await imported({});
    expect(after['triggers.yaml']).toContain('vars: {short: 1h, long: =vars.short * 2}');
  });

  test('leaves files alone that say it all', async () => {
    const { files } = await imported((await imported(shopFiles)).after);
    expect(files).toEqual([]);
  });

  test('adds the items that only the CRM has where they stand there, and keeps every other byte', async () => {
    const add = (code: string, ordering: number) =>
      shop.crm.call({
        method: 'POST',
        path: `reference/statuses/${code}/edit`,
        body: { status: { code, name: `Статус ${code}`, group: 'no-answer', ordering } },
      });
    await add('no-answer-0', 1);
    await add('no-answer-1a', 11);
    await add('no-answer-9', 900);
    const { after, report } = await imported(shopFiles);
    expect(report.extended).toEqual([
      {
        address: 'status-group/no-answer',
        file: 'statuses.yaml',
        items: ['statuses.no-answer-0', 'statuses.no-answer-1a', 'statuses.no-answer-9'],
      },
    ]);
    expect(after['statuses.yaml']).toContain(`statuses:
  - {code: no-answer-0, name: Статус no-answer-0}
  - {code: no-answer-1, name: Недозвон 1, limit: 1h, next: [no-answer-2]}
  - {code: no-answer-1a, name: Статус no-answer-1a}
  - {code: no-answer-2, name: Недозвон 2, limit: 2h}
  - {code: no-answer-9, name: Статус no-answer-9}
`);
    expect((await planAfter(after)).resources).toEqual([]);
  });

  test('adds to a list in brackets within its brackets', async () => {
    await shop.crm.call({
      method: 'POST',
      path: 'custom-fields/dictionaries/supplier/edit',
      body: {
        customDictionary: {
          code: 'supplier',
          name: 'Поставщик',
          elements: [
            { code: 'north', name: 'Север', ordering: 10 },
            { code: 'east', name: 'Восток, дальний', ordering: 15 },
            { code: 'south', name: 'Юг', ordering: 20 },
          ],
        },
      },
    });
    const { after } = await imported(shopFiles);
    expect(after['rest.yaml']).toContain(
      'elements: [{code: north, name: Север}, {code: east, name: "Восток, дальний"}, {code: south, name: Юг}]',
    );
    expect((await planAfter(after)).resources).toEqual([]);
  });

  test('reports what a file says otherwise and does not touch it', async () => {
    const files = { ...shopFiles, 'rest.yaml': shopFiles['rest.yaml'].replace('name: Опт', 'name: Оптом') };
    const { after, report } = await imported(files);
    expect(after['rest.yaml']).toBe(files['rest.yaml']);
    expect(report.differing).toMatchObject([
      {
        address: 'reference/order-type.wholesale',
        source: { file: 'rest.yaml' },
        changes: [{ path: 'name', before: 'Опт', after: 'Оптом' }],
      },
    ]);
  });

  test('appends to a file that is there', async () => {
    const own = 'kind: Reference\nof: orderType\ncode: mine\nname: Моё # a comment\n';
    const { after } = await imported({ 'references.yaml': own });
    expect(after['references.yaml']?.startsWith(`${own}---\nkind: Reference\n`)).toBe(true);
  });
});

test('what the language cannot say is named and left out', async () => {
  await shop.crm.call({
    method: 'POST',
    path: 'reference/order-types/odd.code/edit',
    body: { orderType: { code: 'odd.code', name: 'С точкой' } },
  });
  const { report, after } = await imported({});
  expect(after['references.yaml']).not.toContain('odd.code');
  expect(report.left).toEqual([
    { address: 'reference/order-type.odd.code', reason: expect.stringContaining('odd.code') },
  ]);
});
