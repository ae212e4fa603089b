import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readField } from '../../../src/engine/world/field.js';
import { mergeEvent } from '../../../src/engine/world/mergeEvent.js';
import { freshData, mergeData, sameValue } from '../../../src/engine/world/merge.js';
import type { Change } from '../../../src/model/event.js';
import { instant } from '../../../src/model/instant.js';

const key: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'c', 'status');
const scalar = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('x', 'y', ''), fc.boolean());
const { tree } = fc.letrec<{ tree: { [key: string]: unknown }; value: unknown }>((tie) => ({
  tree: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  value: fc.oneof({ depthSize: 'small' }, scalar, fc.constant(null), fc.array(scalar, { maxLength: 2 }), tie('tree')),
}));

describe('merging an object of a log', () => {
  it('is done after one time: the second merge of the same object changes nothing and keeps identity', () => {
    fc.assert(
      fc.property(tree, tree, (base, patch) => {
        const once = mergeData(freshData(base), patch, []);
        const changes: Change[] = [];
        expect(mergeData(once, patch, changes)).toBe(once);
        expect(changes).toEqual([]);
      }),
    );
  });

  it('takes an empty text for no value: none becomes the other without a change', () => {
    const changes: Change[] = [];
    const known = freshData({ status: 'new', comment: '', delivery: { code: '' } });
    expect(known).toEqual({ status: 'new', delivery: {} });
    expect(mergeData(known, { comment: null, delivery: { code: '' } }, changes)).toBe(known);
    expect(mergeData(known, { status: '' }, changes)).toEqual({ delivery: {} });
    expect(changes).toEqual([{ field: 'status', old: 'new', new: null }]);
    const before = { data: known, createdAt: instant(0), since: {} };
    expect(mergeEvent(before, {}, instant(1), [{ field: 'comment', old: null, new: '' }])).toEqual({
      record: before,
      changes: [],
    });
  });

  it('never changes what was there before in place', () => {
    fc.assert(
      fc.property(tree, tree, (base, patch) => {
        const old = freshData(base);
        const copy = structuredClone(old);
        mergeData(old, patch, []);
        expect(old).toEqual(copy);
      }),
    );
  });

  it('derives changes that tell the old and the new value of every field that differs, and no others', () => {
    fc.assert(
      fc.property(tree, tree, (base, patch) => {
        const old = freshData(base);
        const changes: Change[] = [];
        const merged = mergeData(old, patch, changes);
        expect(new Set(changes.map(({ field }) => field)).size).toBe(changes.length);
        for (const change of changes) {
          expect(sameValue(change.old, change.new)).toBe(false);
          const after = readField(merged, change.field);
          if (change.new !== null) expect(after).toEqual(change.new);
          else expect(typeof after === 'object' || after === undefined).toBe(true);
        }
        expect(changes.length > 0).toBe(!sameValue(leaves(old), leaves(merged)));
      }),
    );
  });

  it('reaches the same data by the changes that it derived', () => {
    fc.assert(
      fc.property(tree, tree, (base, patch) => {
        const before = { data: freshData(base), createdAt: instant(0), since: {} };
        const derived = mergeEvent(before, patch, instant(1));
        const told = mergeEvent(before, {}, instant(1), derived.changes);
        expect(leaves(told.record.data)).toEqual(leaves(derived.record.data));
        expect(told.record.since).toEqual(derived.record.since);
      }),
    );
  });
});

/** Data as a table of paths, so that empty maps and lists count as nothing. */
function leaves(data: unknown, path = ''): Record<string, unknown> {
  if (Array.isArray(data) && data.length === 0) return {};
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return { [path]: data };
  return Object.assign({}, ...Object.entries(data).map(([name, value]) => leaves(value, `${path}.${name}`)));
}
