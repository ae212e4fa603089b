import fc from 'fast-check';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPages } from '../../../src/simulate/log/pages.js';

const folder = mkdtempSync(join(tmpdir(), 'crmctl-pages-'));
const file = join(folder, 'log.ndjson');
// Bigger than all the pages that stay at hand.
const bytes = Buffer.alloc(20_000_000, 'Тест of bytes, one after the other. ');
for (let at = 0; at < bytes.length; at += 997) bytes.writeUInt8(48 + (at % 75), at);
let descriptor: number;

beforeAll(() => {
  writeFileSync(file, bytes);
  descriptor = openSync(file, 'r');
});
afterAll(() => {
  closeSync(descriptor);
  rmSync(folder, { recursive: true });
});

test('give the text at any place, over the bounds of pages and past the end of the file, too', () => {
  const pages = openPages(descriptor);
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
