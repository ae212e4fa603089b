import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPages } from '../../../src/simulate/log/pages.js';

// Bigger than all the pages that stay at hand.
const bytes = Buffer.alloc(20_000_000, 'Тест of bytes, one after the other. ');
for (let at = 0; at < bytes.length; at += 997) bytes.writeUInt8(48 + (at % 75), at);

test('give the text at any place, over the bounds of pages and past the end of the file, too', () => {
  const pages = createPages((page, from) => bytes.copy(page, 0, Math.min(from, bytes.length)));
  const start = fc.oneof(
    fc.integer({ min: 0, max: bytes.length }),
    fc.integer({ min: 0, max: 60_000 }),
    fc.integer({ min: bytes.length - 50_000, max: bytes.length + 10 }),
  );
  fc.assert(
    fc.property(start, fc.integer({ min: 0, max: 50_000 }), (from, length) => {
      expect(pages.text(from, length) === bytes.toString('utf8', from, from + length)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('ask once for what lies side by side', () => {
  let asked = 0;
  const pages = createPages((page, from) => (asked++, bytes.copy(page, 0, from)));
  for (let at = 0; at < 1_000_000; at += 100) pages.text(at, 100);
  expect(asked).toBeLessThan(100);
});
