import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differences } from '../../src/plan/diff.js';
import type { ListRules } from '../../src/plan/lists.js';
import { merge } from '../../src/plan/merge.js';
import { isObject } from '../../src/model/json.js';

const rules: ListRules = { keys: { items: 'code' }, sets: new Set(['set', 'items.set']) };

const word = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const scalar = fc.oneof(word, fc.integer({ min: 0, max: 9 }), fc.boolean());
const item = (code: string) =>
  fc.record(
    { code: fc.constant(code), name: word, set: fc.uniqueArray(word), deep: fc.dictionary(word, scalar) },
    { requiredKeys: ['code'] },
  );
const items = fc.uniqueArray(word).chain((codes) => fc.tuple(...codes.map(item)));
const spec = fc.record(
  {
    name: word,
    set: fc.uniqueArray(word),
    items,
    list: fc.array(scalar),
    map: fc.dictionary(word, fc.dictionary(word, scalar)),
  },
  { requiredKeys: [] },
);

type Json = Readonly<Record<string, unknown>>;

/** Keys of maps in another order, members of sets in another order. */
function permuted(value: unknown, pattern = ''): unknown {
  if (Array.isArray(value))
    return rules.sets.has(pattern) ? [...value].reverse() : value.map((each) => permuted(each, pattern));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(
    ([key, member]) => [key, permuted(member, pattern === '' ? key : `${pattern}.${key}`)] as const,
  );
  return Object.fromEntries(members.reverse());
}

/** As a server hands it out: with members of its own everywhere. */
function enriched(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(enriched);
  if (!isObject(value)) return value;
  return {
    ...Object.fromEntries(Object.entries(value).map(([key, member]) => [key, enriched(member)])),
    serverAdded: 1,
  };
}

const differ = (a: unknown, b: unknown) => differences(a, b, rules);

function holds<T>(values: fc.Arbitrary<T>, property: (value: T) => void): void {
  fc.assert(fc.property(values, (value) => void property(value)));
}

describe('differences', () => {
  test('of permuted keys and sets there are none', () => {
    holds(spec, (value) => expect(differ(value, permuted(value))).toEqual([]));
  });

  test('between two values are as many in one direction as in the other', () => {
    holds(fc.tuple(spec, spec), ([a, b]) => expect(differ(a, b).length).toBe(differ(b, a).length));
  });
});

describe('merging the project into what is there', () => {
  test('shows nothing when the server only added to it', () => {
    holds(spec, (desired) => {
      const there = enriched(desired);
      expect(differ(there, merge(there, desired, undefined, rules))).toEqual([]);
    });
  });

  test('twice is the same as once', () => {
    fc.assert(
      fc.property(spec, spec, spec, (there, desired, applied) => {
        const once = merge(there, desired, applied, rules);
        expect(differ(once, merge(once, desired, applied, rules))).toEqual([]);
      }),
    );
  });

  test('never takes away what the project neither sets nor brought', () => {
    fc.assert(
      fc.property(spec, spec, (there, desired) => {
        const lost = differ(there, merge(there, desired, undefined, rules)).filter(
          (difference) => difference.op === 'remove' && difference.pattern !== 'map',
        );
        expect(lost).toEqual([]);
      }),
    );
  });

  test('takes away the items that the project brought and dropped, and only those', () => {
    fc.assert(
      fc.property(items, items, items, (there, desired, applied) => {
        const after = merge({ items: there }, { items: desired }, { items: applied }, rules) as {
          items: readonly Json[];
        };
        const codes = (list: readonly Json[]) => list.map((each) => String(each['code']));
        const dropped = codes(there).filter((code) => codes(applied).includes(code) && !codes(desired).includes(code));
        expect(codes(after.items).toSorted()).toEqual(
          [...new Set([...codes(there), ...codes(desired)])].filter((code) => !dropped.includes(code)).toSorted(),
        );
      }),
    );
  });
});
