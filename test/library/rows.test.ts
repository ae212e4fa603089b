import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readLibrary } from '../../src/library/readLibrary.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { libraryFiles } from '../../src/workspace/libraryFiles.js';
import { rows, sums } from './rows.js';

const library = readLibrary(libraryFiles(fileURLToPath(new URL('../..', import.meta.url))), vocabulary);

it('the library covers every row of the catalog, and no row that there is not', () => {
  const ids = Object.values(rows).flat();
  expect(ids.length).toBe(213);
  expect(Object.fromEntries(Object.entries(rows).map(([part, own]) => [part, own.length]))).toEqual(sums);
  const covered = new Set(library.automations.flatMap(({ covers }) => covers));
  expect(ids.filter((id) => !covered.has(id))).toEqual([]);
  expect([...covered].filter((id) => !(ids as readonly string[]).includes(id))).toEqual([]);
});
