import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { applyPlan } from '../../src/apply/apply.js';
import { beginJournal, readJournal } from '../../src/apply/journal.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { remotes } from '../../src/vocabulary/kinds/remote/index.js';
import { projectOf } from '../plan/scene.js';
import { openShop, stateOf, type Shop } from './shop.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const types = Array.from(
  { length: 12 },
  (_, index) => `kind: Reference\nof: orderType\ncode: type-${index}\nname: Тип ${index}\n`,
);
const dictionary = 'kind: Dictionary\ncode: supplier\nname: Поставщик\nelements: [{code: north, name: Север}]\n';
const field = 'kind: CustomField\nof: order\ncode: supplier\ntype: dictionary\ndictionary: supplier\nname: Поставщик\n';
const whole = projectOf({ 'all.yaml': [...types, dictionary, field].join('---\n') });

/** Applies through a client that says when every write began and ended. */
async function watched(project: typeof whole, parallelism: number, mistakeAt = '') {
  const plan = await shop.plan(project);
  const events: { readonly what: 'begin' | 'end'; readonly path: string }[] = [];
  let now = 0;
  let most = 0;
  const crm: Shop['crm'] = {
    ...shop.crm,
    async call(asked) {
      if (asked.method !== 'POST') return shop.crm.call(asked);
      most = Math.max(most, ++now);
      events.push({ what: 'begin', path: asked.path });
      if (asked.path.endsWith(mistakeAt) && mistakeAt !== '') throw new TypeError('a mistake of ours');
      // Others get their turn.
      await new Promise((resolve) => setImmediate(resolve));
      try {
        return await shop.crm.call(asked);
      } finally {
        now--;
        events.push({ what: 'end', path: asked.path });
      }
    },
  };
  const ended = applyPlan({
    ...{ plan, project, words: vocabulary, remotes, crm, automation: shop.automation, parallelism },
    owner: 'test',
    openJournal: () => beginJournal(shop.journalFile, plan, 'test'),
    onProgress: () => undefined,
  });
  return { ended, outcome: await ended.catch(() => undefined), events, most };
}

describe('writes side by side', () => {
  test.each([1, 3, 32])('are at most %i, and as many as may', async (parallelism) => {
    const { outcome, most, events } = await watched(whole, parallelism);
    expect(outcome).toMatchObject({ is: 'done', report: { failed: [], skipped: [] } });
    // The field waits for its dictionary.
    expect(most).toBe(Math.min(parallelism, whole.resources.length - 1));
    const at = (what: string, path: string): number =>
      events.findIndex((each) => each.what === what && each.path === path);
    expect(at('begin', 'custom-fields/order/create')).toBeGreaterThan(at('end', 'custom-fields/dictionaries/create'));
    expect((await shop.plan(whole)).resources).toEqual([]);
  });

  test('leave the same behind, and report in the order of the plan', async () => {
    const one = await watched(whole, 1);
    const state = await stateOf(shop);
    const other = await openShop();
    const first = shop;
    shop = other;
    try {
      const many = await watched(whole, 32);
      expect(many.outcome).toEqual(one.outcome);
      expect(await stateOf(other)).toEqual(state);
    } finally {
      shop = first;
      await other.close();
    }
  });

  test('remove only when everything else is done', async () => {
    await watched(whole, 32);
    const next = projectOf({
      'all.yaml': [...types.slice(0, 6).map((text) => text.replace('Тип', 'Вид')), dictionary, field].join('---\n'),
    });
    const { events } = await watched(next, 32);
    const changed = events.flatMap(({ what, path }, index) =>
      what === 'end' && Number(/type-(\d+)/.exec(path)?.[1]) < 6 ? [index] : [],
    );
    const removed = events.flatMap(({ what, path }, index) =>
      what === 'begin' && Number(/type-(\d+)/.exec(path)?.[1]) >= 6 ? [index] : [],
    );
    expect([changed.length, removed.length]).toEqual([6, 6]);
    expect(Math.min(...removed)).toBeGreaterThan(Math.max(...changed));
  });

  test('that need each other go in the order of the plan', async () => {
    const group = (code: string, other: string) =>
      `kind: StatusGroup\ncode: ${code}\nname: ${code}\nstatuses: [{code: ${code}-1, name: ${code}, next: [${other}-1]}]\n`;
    const both = projectOf({ 'groups.yaml': `${group('first', 'second')}---\n${group('second', 'first')}` });
    const { outcome } = await watched(both, 4);
    expect(outcome).toMatchObject({ is: 'done', report: { failed: [], skipped: [] } });
    expect((await shop.plan(both)).resources).toEqual([]);
  });

  test('end at a mistake of ours: what has begun is written to its end, nothing more begins, and it can be resumed', async () => {
    const { ended, events } = await watched(whole, 3, 'type-1/edit');
    await expect(ended).rejects.toThrow('a mistake of ours');
    const begun = events.filter(({ what }) => what === 'begin').length;
    expect(begun).toBeLessThan(7);
    expect(events.filter(({ what }) => what === 'end')).toHaveLength(begun - 1);
    const interrupted = readJournal(shop.journalFile);
    expect(interrupted !== undefined && 'progress' in interrupted && interrupted.progress.started.size).toBe(begun);
  });
});
