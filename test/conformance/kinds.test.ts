import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { observe } from '../../src/apply/observe.js';
import { CrmError } from '../../src/crm/errors.js';
import { importAccount } from '../../src/import/import.js';
import { documentShape } from '../../src/language/commonFields.js';
import type { Project } from '../../src/language/project.js';
import { buildPlan } from '../../src/plan/build.js';
import type { Plan } from '../../src/plan/plan.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { remotes } from '../../src/vocabulary/kinds/remote/index.js';
import type { KindWord } from '../../src/vocabulary/word.js';
import { openShop, type Shop } from '../apply/shop.js';
import { projectOf } from '../plan/scene.js';
import { alterations } from './otherValues.js';

/** What every kind does whose resources a plan brings somewhere, whatever it is; its example is the resource. */
const kinds = vocabulary.kinds.filter(({ executor }) => executor === 'api' || executor === 'runner');

/** Fields of which a change is not one change at its place, and why. */
const exceptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CustomField: {
    active: 'what stands in the repository is in use without saying so: `active: true` is no change',
    inFilter: 'what the CRM gives every new field: to say so is no change',
    inList: 'the same',
    inGroupActions: 'the same',
    type: 'the CRM’s API cannot change it: a change is left to a person',
    viewMode: 'hidden is the CRM’s word for out of use: viewMode and active change together',
  },
  StatusGroup: {
    active: 'in use without saying so',
    'statuses.no-answer-1.active': 'the same',
    'statuses.no-answer-2.active': 'the same',
  },
  Reference: { active: 'in use without saying so' },
  MessengerTemplate: { active: 'in use without saying so' },
};

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

type Spec = Readonly<Record<string, unknown>>;

/** The example, its parts in the reader's own form. */
function exampleOf(word: KindWord): Spec {
  const [resource] = projectOf({ 'example.yaml': word.example }).ofKind(word.kind);
  if (resource === undefined) throw new Error(`the example of ${word.kind} is none`);
  return resource.spec;
}

function projectWith(word: KindWord, spec: Spec): Project {
  return projectOf({ 'all.yaml': JSON.stringify({ kind: word.kind, ...spec }) });
}

function isReadable(project: Project): boolean {
  return project.diagnostics.every(({ severity }) => severity !== 'error');
}

async function applied(project: Project): Promise<Plan> {
  const plan = await shop.plan(project);
  expect(await shop.apply(project, plan)).toMatchObject({ is: 'done', report: { failed: [] } });
  return plan;
}

describe.each(kinds.map((word) => [word.kind, word] as const))('%s', (_, word) => {
  test('is made, and then there is nothing to plan', async () => {
    const project = projectWith(word, exampleOf(word));
    const plan = await applied(project);
    expect(plan.resources.map(({ actions }) => actions)).toEqual([['create']]);
    expect((await shop.plan(project)).resources).toEqual([]);
  });

  test('every field that changes is exactly one change at its place, and nothing after the apply', async () => {
    const example = exampleOf(word);
    const shape = documentShape(word);
    const changes = alterations(shape, example, word.listKeys ?? {}).filter(
      ({ path, spec }) => exceptions[word.kind]?.[path] === undefined && isReadable(projectWith(word, spec)),
    );
    expect(changes.length).toBeGreaterThan(2);
    for (const { path, spec } of changes) {
      await applied(projectWith(word, example));
      const changed = projectWith(word, spec);
      const plan = await applied(changed);
      expect({
        field: path,
        plan: plan.resources.map((each) => [each.actions, each.changes.map((change) => change.path)]),
      }).toEqual({
        field: path,
        plan: [[['update'], [path]]],
      });
      expect((await shop.plan(changed)).resources).toEqual([]);
    }
  }, 120_000);

  test('applied twice, the second time nothing is written', async () => {
    const project = projectWith(word, exampleOf(word));
    await applied(project);
    const writes: string[] = [];
    const crm: Shop['crm'] = {
      ...shop.crm,
      call(asked) {
        if (asked.method !== 'GET') writes.push(asked.path);
        return shop.crm.call(asked);
      },
    };
    const automation: Shop['automation'] = {
      ...shop.automation,
      publish(release) {
        writes.push('release');
        return shop.automation.publish(release);
      },
    };
    const plan = await shop.plan(project);
    expect(await shop.apply(project, plan, { crm, automation })).toMatchObject({ is: 'done' });
    expect(writes).toEqual([]);
  });

  test('imported, it is the same to a plan', async () => {
    await applied(projectWith(word, exampleOf(word)));
    const nothing = projectOf({});
    const observation = await observe({ ...shop, words: vocabulary, remotes, project: nothing, everything: true });
    const { files, report } = importAccount({
      ...{ project: nothing, words: vocabulary, remotes, observation, environment: 'local', textOf: () => undefined },
    });
    expect(report.left).toEqual([]);
    const imported = projectOf(Object.fromEntries(files.map(({ path, text }) => [path, text])));
    expect(isReadable(imported)).toBe(true);
    expect((await shop.plan(imported)).resources).toEqual([]);
  });

  test('renamed it is one rename; what is under the new code is all that is left in use', async () => {
    const example = exampleOf(word);
    await applied(projectWith(word, example));
    const old = String(example['code']);
    const renamed = projectWith(word, { ...example, code: `${old}-2`, renamedFrom: old });
    const plan = await applied(renamed);
    expect(plan.resources.map(({ actions, renamedFrom }) => [actions, renamedFrom])).toEqual([
      [isLeftToPerson(word) ? ['rename', 'manual'] : ['rename'], addressOf(projectWith(word, example))],
    ]);
    const rest = (await shop.plan(renamed)).resources;
    expect(rest).toEqual([]);
    // The word stays in the file, or goes: both are nothing to do.
    expect((await shop.plan(projectWith(word, { ...example, code: `${old}-2` }))).resources).toEqual([]);
    const { live, applied: copies } = await shop.automation.state();
    expect(copies.map(({ address }) => address)).toEqual([addressOf(renamed)]);
    expect(live.every(({ address }) => address === addressOf(renamed))).toBe(true);
  });

  test('keys and sets in another order are no change', async () => {
    const example = exampleOf(word);
    await applied(projectWith(word, example));
    expect((await shop.plan(projectWith(word, turned(example, word)))).resources).toEqual([]);
  });

  test('left out of the repository it goes; not when a page of its list cannot be read', async () => {
    const example = { kind: word.kind, ...exampleOf(word) };
    const both = projectOf({
      'all.yaml': [example, neighbour(word)].map((each) => JSON.stringify(each)).join('\n---\n'),
    });
    await applied(both);
    const rest = projectOf({ 'all.yaml': JSON.stringify(neighbour(word)) });
    const own = new Set(remotes[word.kind]?.lists.map(({ call }) => call.path));
    const crm: Shop['crm'] = {
      ...shop.crm,
      list: (asked, ...more) =>
        own.has(asked.path)
          ? Promise.reject(new CrmError('page 2 did not come', { reason: 'server' }))
          : shop.crm.list(asked, ...more),
    };
    const planOver = async (client: Shop['crm']): Promise<Plan> =>
      buildPlan({
        ...{ project: rest, words: vocabulary, remotes, environment: 'local' },
        observation: await observe({ ...shop, crm: client, words: vocabulary, remotes, project: rest }),
      });
    const whole = await planOver(shop.crm);
    expect(whole.resources.map(({ kind }) => kind)).toEqual([word.kind]);
    expect(['remove', 'deactivate', 'manual']).toContain(whole.resources[0]?.actions[0]);
    const torn = await planOver(crm);
    expect(torn.complete).toBe(own.size === 0);
    expect(torn.resources).toEqual(own.size === 0 ? whole.resources : []);
  });
});

function addressOf({ resources }: Project): string | undefined {
  return resources[0]?.address;
}

/** Kinds whose old code the CRM's API can neither delete nor switch off. */
function isLeftToPerson(word: KindWord): boolean {
  return word.kind === 'Dictionary';
}

/** Something of another home in the CRM, so that not every list fails. */
function neighbour(word: KindWord): object {
  return word.kind === 'Dictionary'
    ? { kind: 'Reference', of: 'unit', code: 'box', name: 'Коробка', sym: 'кор.' }
    : { kind: 'Dictionary', code: 'neighbour', name: 'Сосед', elements: [{ code: 'a', name: 'А' }] };
}

/** Every map turned round, and every list that is a set. */
function turned(spec: Spec, word: KindWord): Spec {
  const turn = (value: unknown, pattern: string): unknown => {
    if (Array.isArray(value)) {
      const items = value.map((item) => turn(item, pattern));
      return word.sets?.includes(pattern) === true || pattern === 'tags' ? items.toReversed() : items;
    }
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).map(
      ([key, member]) => [key, turn(member, pattern === '' ? key : `${pattern}.${key}`)] as const,
    );
    return Object.fromEntries(members.toReversed());
  };
  return turn(spec, '') as Spec;
}
