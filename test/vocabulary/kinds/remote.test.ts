import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { kinds } from '../../../src/vocabulary/kinds/index.js';
import { remotes } from '../../../src/vocabulary/kinds/remote/index.js';
import { withOrdering } from '../../../src/vocabulary/kinds/remote/ordering.js';

test('every kind that the API carries out has a home in the CRM, and no other', () => {
  expect(Object.keys(remotes).toSorted()).toEqual(
    kinds
      .filter((kind) => kind.executor === 'api')
      .map((kind) => kind.kind)
      .toSorted(),
  );
});

const statusGroup = remotes['StatusGroup']!;
const group = { code: 'new', name: 'Новый', active: true, ordering: 10, process: false };
const status = (code: string, ordering: number, more = {}) => ({
  code,
  name: code,
  active: true,
  ordering,
  group: 'new',
  ...more,
});
const spec = (...statuses: readonly object[]) => ({ ...group, statuses });
const bodies = (calls: ReturnType<typeof statusGroup.write>) =>
  calls.map((call) => call.body?.['status'] ?? call.body?.['statusGroup']);

describe('statuses', () => {
  test('are decoded into their groups, in the order in which the CRM shows them, from a map or a list', () => {
    const statuses = [status('b', 20), status('a', 10), status('c', 10, { group: 'other' })];
    const wanted = [{ identity: 'new', spec: spec(status('a', 10), status('b', 20)) }];
    expect(statusGroup.decode([{ new: group }, Object.fromEntries(statuses.map((each) => [each.code, each]))])).toEqual(
      wanted,
    );
    expect(statusGroup.decode([[group], statuses])).toEqual(wanted);
  });

  test('an empty map arrives as an empty list', () => {
    expect(statusGroup.decode([{ new: group }, []])).toEqual([{ identity: 'new', spec: spec() }]);
  });

  test('a changed status is one upsert with what it needs and what changed', () => {
    const calls = statusGroup.write(
      spec(status('a', 10), status('b', 20)),
      spec(status('a', 10), status('b', 20, { name: 'Б' })),
      true,
    );
    expect(calls).toEqual([
      { method: 'POST', path: 'reference/statuses/b/edit', body: { status: { code: 'b', name: 'Б', group: 'new' } } },
    ]);
  });

  test('a new one goes behind its neighbours, one that left is switched off', () => {
    const calls = statusGroup.write(
      spec(status('a', 10), status('b', 20)),
      spec(status('a', 10), { code: 'n', name: 'Н' }),
      true,
    );
    expect(bodies(calls)).toEqual([
      { code: 'n', name: 'Н', group: 'new', ordering: 20 },
      { code: 'b', name: 'b', group: 'new', active: false },
    ]);
  });

  test('the group itself is written only where the CRM can', () => {
    const renamed = { ...spec(status('a', 10)), name: 'Новые' };
    expect(statusGroup.write(spec(status('a', 10)), renamed, false)).toEqual([]);
    expect(bodies(statusGroup.write(spec(status('a', 10)), renamed, true))).toEqual([{ code: 'new', name: 'Новые' }]);
    expect(statusGroup.write(undefined, renamed, false)).toEqual([]);
  });

  test('an order is kept with as few writes as possible', () => {
    expect(withOrdering([status('a', 10), { code: 'n' }, status('b', 20)]).map((each) => each['ordering'])).toEqual([
      10, 15, 20,
    ]);
    expect(withOrdering([status('b', 20), status('a', 10)]).map((each) => each['ordering'])).toEqual([20, 30]);
    expect(
      withOrdering([status('a', 990), status('b', 990), status('c', 990)]).map((each) => each['ordering']),
    ).toEqual([990, 990, 990]);
  });
});

describe('custom fields', () => {
  const customField = remotes['CustomField']!;
  const field = { code: 'callAt', of: 'order', name: 'Когда', type: 'date', active: true };

  test('are made, changed, and hidden instead of deleted', () => {
    expect(customField.write(undefined, field)).toEqual([
      {
        method: 'POST',
        path: 'custom-fields/order/create',
        body: { customField: { code: 'callAt', name: 'Когда', type: 'date' } },
      },
    ]);
    expect(customField.write(field, { ...field, name: 'Когда звонить' })).toEqual([
      {
        method: 'POST',
        path: 'custom-fields/order/callAt/edit',
        body: { customField: { code: 'callAt', name: 'Когда звонить', type: 'date' } },
      },
    ]);
    expect(customField.write(field, undefined)[0]?.body).toEqual({
      customField: { code: 'callAt', name: 'Когда', type: 'date', viewMode: 'miss' },
    });
  });

  test('of a loyalty account are called by the API’s entity', () => {
    expect(customField.write(undefined, { ...field, of: 'loyaltyAccount' })[0]?.path).toBe(
      'custom-fields/loyalty_account/create',
    );
  });
});

const payloads = fileURLToPath(new URL('../../../../shared/reference/payloads', import.meta.url));
const recorded = existsSync(payloads);
if (!recorded)
  console.warn('SKIPPED: recorded answers of the real CRM are not on this machine (../shared/reference/payloads)');

/** Path of a list call → file of the recorded answer. */
const recordings: Readonly<Record<string, string>> = {
  'custom-fields': 'CustomFields/list',
  'custom-fields/dictionaries': 'CustomFields/dictionaries',
};
const camel = (path: string): string => path.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Nobody recorded what a messenger approved. */
const unrecorded = ['MessengerTemplate'];

describe.runIf(recorded)('recorded answers of the real CRM', () => {
  test.each(Object.entries(remotes).filter(([kind]) => !unrecorded.includes(kind)))(
    '%s is decoded, every identity once, and needs no call to become what it is',
    (_, remote) => {
      const answers = remote.lists.map(({ call, key }) => {
        const file = recordings[call.path] ?? `References/${camel(call.path.replace('reference/', ''))}`;
        return (JSON.parse(readFileSync(`${payloads}/${file}.json`, 'utf8')) as Record<string, unknown>)[key];
      });
      const found = remote.decode(answers);
      expect(found.length).toBeGreaterThan(0);
      expect(new Set(found.map((each) => each.identity)).size).toBe(found.length);
      expect(found.flatMap((each) => remote.write(each.spec, each.spec, true))).toEqual([]);
    },
  );
});
