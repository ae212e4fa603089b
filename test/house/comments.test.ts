import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readPage } from '../docs/markdown.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const sources = ['src', 'test', 'bench', 'scripts', 'bin'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|mjs|js)$/.test(path))
    .map((path) => `${folder}/${path}`),
);
const comments = ['eslint.config.js', 'vitest.config.ts', ...sources].flatMap((path) =>
  [...read(path).matchAll(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*/g)].map(([text]) => ({ path, text })),
);

test('a comment that names a page names one that is here, and a heading of it', () => {
  expect(comments.length).toBeGreaterThan(1000);
  const lost = comments.flatMap(({ path, text }) =>
    [...text.matchAll(/([\w./-]+\.md)(?:#([\w-]+))?/g)]
      .filter(([, page, heading]) => !leadsSomewhere(page!, heading))
      .map(([link]) => `${path}: ${link}`),
  );
  expect(lost).toEqual([]);
});

test('no comment counts the sections of a page', () => {
  expect(comments.filter(({ text }) => text.includes('§'))).toEqual([]);
});

function leadsSomewhere(page: string, heading: string | undefined): boolean {
  if (!existsSync(join(root, page))) return false;
  return heading === undefined || readPage(read(page)).anchors.has(heading);
}
