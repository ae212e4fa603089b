import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRecentEntries } from '../../src/simulate/recentEntries.js';
import { instant } from '../../src/model/instant.js';

const hour = 10;
const step = fc.record({ later: fc.integer({ min: 0, max: 8 }), key: fc.constantFrom('a', 'b', 'c') });

test('counts what entered within the hour before, however long the story', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const entries = createRecentEntries();
      const all: { readonly key: string; readonly at: number }[] = [];
      let now = 0;
      for (const { later, key } of steps) {
        now += later;
        const since = instant(now - hour);
        const expected = all.filter((each) => each.key === key && each.at > since).length;
        expect(entries.after('t', key, since)).toBe(expected);
        entries.add('t', key, instant(now), since);
        all.push({ key, at: now });
      }
    }),
  );
});
