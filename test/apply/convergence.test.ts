import fc from 'fast-check';
import { expect, test } from 'vitest';
import { projectOf } from '../plan/scene.js';
import { openShop } from './shop.js';

const name = fc.constantFrom('Новый', 'Опт', 'Ждёт', 'b2b', 'Север');
const flags = { active: fc.boolean(), ordering: fc.integer({ min: 1, max: 900 }) };
const some = <T extends object>(
  kind: string,
  codes: readonly string[],
  fields: (code: string) => fc.Arbitrary<T>,
): fc.Arbitrary<readonly object[]> =>
  fc
    .subarray([...codes])
    .chain((chosen) => fc.tuple(...chosen.map((code) => fields(code).map((spec) => ({ kind, code, ...spec })))));

const types = some('Reference', ['wholesale', 'retail', 'export'], () =>
  fc.record(
    { of: fc.constant('orderType'), name, tags: fc.uniqueArray(name), ...flags },
    { requiredKeys: ['of', 'name'] },
  ),
);
const payments = some('Reference', ['partly', 'refunded'], () =>
  fc.record(
    { of: fc.constant('paymentStatus'), name, paymentComplete: fc.boolean(), description: name, ...flags },
    { requiredKeys: ['of', 'name'] },
  ),
);
const fields = some('CustomField', ['callAt', 'score'], () =>
  fc.record(
    {
      of: fc.constantFrom('order'),
      type: fc.constant('string'),
      name,
      viewMode: fc.constantFrom('editable', 'not_editable', 'miss'),
      inList: fc.boolean(),
      ordering: flags.ordering,
    },
    { requiredKeys: ['of', 'type', 'name'] },
  ),
);
const element = (code: string): fc.Arbitrary<object> => name.map((text) => ({ code, name: text }));
const shuffled = (codes: readonly string[]): fc.Arbitrary<readonly object[]> =>
  fc.shuffledSubarray([...codes], { minLength: 1 }).chain((chosen) => fc.tuple(...chosen.map(element)));
const dictionaries = some('Dictionary', ['supplier'], () =>
  fc.record({ name, elements: shuffled(['north', 'south', 'east']) }),
);

/** Statuses in one of two groups each, in any order, with what only the runner knows. */
const groups = fc
  .tuple(
    fc.shuffledSubarray(['s1', 's2', 's3', 's4', 's5'], { minLength: 2 }),
    fc.integer({ min: 1, max: 4 }),
    name,
    fc.boolean(),
  )
  .chain(([codes, cut, title, process]) => {
    const parts = [codes.slice(0, Math.min(cut, codes.length - 1)), codes.slice(Math.min(cut, codes.length - 1))];
    const status = (code: string): fc.Arbitrary<object> =>
      fc.record(
        { code: fc.constant(code), name, limit: fc.constantFrom('1h', '2h'), active: fc.boolean() },
        { requiredKeys: ['code', 'name'] },
      );
    return fc.tuple(
      ...parts.map((part, index) =>
        fc
          .tuple(...part.map(status))
          .map((statuses) => ({ kind: 'StatusGroup', code: `group-${index}`, name: title, process, statuses })),
      ),
    );
  });
const calendars = some('Calendar', ['office', 'night'], () =>
  fc.record({
    timezone: fc.constant('Europe/Moscow'),
    week: fc.constantFrom({ mon: '09:00-18:00' }, { 'mon-fri': '10:00-19:00' }),
  }),
);

/** A project as one YAML text. */
const repository = fc.tuple(types, payments, fields, dictionaries, groups, calendars).map((parts) =>
  parts
    .flat()
    .map((document) => JSON.stringify(document))
    .join('\n---\n'),
);

test('whatever the repository says, and whatever it said before: after an apply there is nothing to change but by hand', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(repository, { minLength: 2, maxLength: 4 }), async (history) => {
      const shop = await openShop();
      try {
        for (const text of history) {
          const each = projectOf({ 'all.yaml': text });
          expect(each.diagnostics.filter((diagnostic) => diagnostic.severity === 'error')).toEqual([]);
          const plan = await shop.plan(each);
          expect(await shop.apply(each, plan)).toMatchObject({ is: 'done' });
          const after = await shop.plan(each);
          expect(after.resources.filter((resource) => resource.executor !== 'manual')).toEqual([]);
          expect(after.base.record).toEqual([]);
        }
      } finally {
        await shop.close();
      }
    }),
    { numRuns: 15 },
  );
}, 120_000);
