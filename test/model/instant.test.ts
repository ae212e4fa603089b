import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatInstant, instant, parseInstant } from '../../src/model/instant.js';

// What Date can tell: 0000 to 9999 and beyond, in any order, so that no day is taken for the last one.
const moments = fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 });

test('a moment is written as Date writes it, without milliseconds when there are none', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(moments, fc.integer({ min: 0, max: 200_000_000 }))), (several) => {
      for (const at of several)
        expect(formatInstant(instant(at))).toBe(new Date(at).toISOString().replace('.000Z', 'Z'));
    }),
  );
});

test('what is written is read back as the same moment', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (at) => {
      expect(parseInstant(formatInstant(instant(at)))).toBe(at);
    }),
  );
});

test('what is no moment is not written', () => expect(() => formatInstant(instant(NaN))).toThrow(RangeError));
