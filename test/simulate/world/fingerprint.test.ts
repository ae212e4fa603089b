import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fingerprint } from '../../../src/simulate/world/fingerprint.js';

it('tells apart customers that are nearly alike, by whole numbers from 1 on', () => {
  const prints = new Set<number>();
  for (let id = 0; id < 100_000; id++) {
    const same = { id: 7, email: `customer-${id}@example.com`, phones: [{ number: `+1555${id}` }] };
    prints.add(fingerprint({ ...same, id: -id }));
    prints.add(fingerprint(same));
  }
  expect(prints.size).toBe(200_000);
  for (const print of prints) if (!(Number.isSafeInteger(print - 1) && print >= 1)) expect.fail(String(print));
});

it('is the same for the same JSON, and for no other', () => {
  const small = fc.jsonValue({ maxDepth: 2, noUnicodeString: false });
  fc.assert(
    fc.property(
      fc.oneof(small, fc.constantFrom([], {}, '', 0, '0', null, 'null', [[]], [{}], true)),
      small,
      (one, other) => {
        const text = JSON.stringify(one);
        expect(fingerprint(JSON.parse(text))).toBe(fingerprint(JSON.parse(text)));
        expect(fingerprint(JSON.parse(text)) === fingerprint(JSON.parse(JSON.stringify(other)))).toBe(
          text === JSON.stringify(other),
        );
      },
    ),
    { numRuns: 2000 },
  );
});
