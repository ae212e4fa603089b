import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createIdTable } from '../../../src/simulate/world/idTable.js';

const id = fc.oneof(
  fc.nat(3000),
  fc.nat(3000).map(String),
  fc.constantFrom(0, '0', 8191, 8192, 99_999_999, '99999999', 100_000_000, '007', '-1', -1, 1.5, 'web-7', ''),
);
const deed = fc.oneof(
  fc.record({ does: fc.constant('set' as const), id, value: fc.nat(9) }),
  fc.record({ does: fc.constant('delete' as const), id }),
);

it('holds values as a map by the text of the id does, numbers first', () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 40 }), fc.array(id, { maxLength: 5 }), (deeds, others) => {
      const table = createIdTable<number>();
      const map = new Map<string, number>();
      for (const each of deeds) {
        if (each.does === 'set') {
          table.set(each.id, each.value);
          map.set(String(each.id), each.value);
        } else {
          table.delete(each.id);
          map.delete(String(each.id));
        }
        expect(table.get(each.id)).toBe(map.get(String(each.id)));
      }
      for (const each of others) expect(table.get(each)).toBe(map.get(String(each)));
      const found: [string, number][] = [];
      table.forEach((value, each) => found.push([String(each), value]));
      expect(new Map(found)).toEqual(map);
      expect(found).toHaveLength(map.size);
      const numbers = found.flatMap(([each]) => (/^(0|[1-9]\d{0,7})$/.test(each) ? [Number(each)] : []));
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      expect(found.slice(0, numbers.length).map(([each]) => Number(each))).toEqual(numbers);
    }),
  );
});
