import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKept } from '../../../src/run/store/kept.js';

const keys = fc.constantFrom('a', 'b');
const values = fc.option(fc.nat({ max: 3 }), { nil: undefined });
const deeds = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('set' as const), key: keys, value: values }),
    fc.record({ do: fc.constantFrom('get' as const, 'learn' as const), key: keys }),
    fc.record({ do: fc.constantFrom('flush' as const, 'forget' as const) }),
  ),
  { maxLength: 40 },
);

test('what is known is the table with what was set since over it; forgotten, it is the table alone', () => {
  fc.assert(
    fc.property(deeds, (all) => {
      const table = new Map<string, number>();
      let known = new Map<string, number | undefined>();
      const kept = createKept<number | undefined>(
        (key) => table.get(key),
        (key, value, stored) => {
          if (typeof stored !== 'symbol') expect(stored).toBe(table.get(key));
          if (value === undefined) table.delete(key);
          else table.set(key, value);
        },
        (value) => value === 3,
      );
      const now = (key: string) => (known.has(key) ? known.get(key) : table.get(key));
      for (const deed of all) {
        if (deed.do === 'set') {
          kept.set(deed.key, deed.value);
          known.set(deed.key, deed.value);
        } else if (deed.do === 'get') expect(kept.get(deed.key)).toBe(now(deed.key));
        else if (deed.do === 'learn') kept.learn(deed.key, table.get(deed.key));
        else if (deed.do === 'forget') {
          kept.forget();
          known = new Map();
        } else {
          const expected = [now('a'), now('b')];
          kept.flush();
          known = new Map();
          expect([table.get('a'), table.get('b')]).toEqual(expected);
        }
      }
      expect([kept.get('a'), kept.get('b')]).toEqual([now('a'), now('b')]);
    }),
  );
});
