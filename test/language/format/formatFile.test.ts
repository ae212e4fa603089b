import { execaSync } from 'execa';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { formatFile } from '../../../src/language/format/formatFile.js';
import { configFile } from '../../../src/language/readConfig.js';
import { readProject } from '../../../src/language/readProject.js';
import { vocabulary } from '../../../src/vocabulary/index.js';

function formatted(text: string, path = 'a.yaml'): string {
  const result = formatFile({ path, text }, vocabulary);
  if (result.is !== 'formatted') throw new Error(result.is);
  return result.text;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const ours = execaSync('git', ['ls-files', '*.yaml'], { cwd: root })
  .stdout.split('\n')
  .filter((path) => !path.startsWith('test/fixtures/'));

describe.each(ours)('%s', (path) => {
  const text = readFileSync(join(root, path), 'utf8');
  const name = basename(path) === configFile ? configFile : path;

  test('is formatted once, says the same, and keeps its comments', () => {
    const result = formatFile({ path: name, text }, vocabulary);
    if (result.is === 'foreign') return;
    const once = formatted(text, name);
    expect(formatted(once, name)).toBe(once);
    expect(commentsIn(once)).toEqual(commentsIn(text));
    expect(digestsOf(name, once)).toEqual(digestsOf(name, text));
  });
});

function commentsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|\s)#(?=\s).*$/gm)].map(([comment]) => comment.trim()).toSorted();
}

function digestsOf(path: string, text: string): readonly unknown[] {
  const config = { path: configFile, text: 'version: 1\nname: shop\ntimezone: UTC\n' };
  const files = path === configFile ? [{ path, text }] : [config, { path, text }];
  const { resources } = readProject(files, new Map(), vocabulary);
  return resources.map(({ address, digest }) => [address, digest]);
}

describe('the canonical form', () => {
  test.each<[string, string, string]>([
    [
      'has the keys in the order of their declaration, at every depth',
      'do:\n  - task: {due: 30m, text: Call}\n    id: call\nname: N\non: {event: order.created}\ncode: t\nkind: Trigger\n',
      'kind: Trigger\ncode: t\nname: N\non: {event: order.created}\ndo:\n  - id: call\n    task: {text: Call, due: 30m}\n',
    ],
    [
      'keeps the order of keys that the user chose: later variables read earlier ones',
      'kind: Trigger\ncode: t\nname: N\non: {event: order.created}\nvars: {z: 1, a: =vars.z}\ndo: []\n',
      'kind: Trigger\ncode: t\nname: N\non: {event: order.created}\nvars: {z: 1, a: =vars.z}\ndo: []\n',
    ],
    [
      'moves comments with what they stand at',
      '# the file\n\nkind: Dictionary\ncode: d\nelements: # all of them\n  # northern\n  - {code: n, name: N}   # cold\n# what people see\nname: D\n',
      '# the file\n\nkind: Dictionary\ncode: d\n# what people see\nname: D\nelements: # all of them\n  # northern\n  - {code: n, name: N}   # cold\n',
    ],
    [
      'quotes what YAML would eat',
      'kind: Segment\ncode: s\nname: S\nwhere: !customer.vip && customer.totalSumm > 5 # five\n',
      "kind: Segment\ncode: s\nname: S\nwhere: '!customer.vip && customer.totalSumm > 5' # five\n",
    ],
    [
      'writes what was broken in brackets below each other, and blanks out of brackets',
      'kind: Dictionary\ncode: d\nname: D\nelements: [\n  { code: n, name: N },\n  {code: s, name: S}]\n',
      'kind: Dictionary\ncode: d\nname: D\nelements:\n  - {code: n, name: N}\n  - {code: s, name: S}\n',
    ],
    [
      'leaves digits as they stand: where a text is wanted they are the text',
      'kind: Reference\ncode: 0017\nname: 1e3\nof: orderType\n',
      'kind: Reference\ncode: 0017\nname: 1e3\nof: orderType\n',
    ],
    [
      'ends lines as Unix does, parts documents by one line, and ends the file with one',
      '---\r\nkind: Reference\r\nof: unit\r\ncode: kg\r\nname: kg\r\n\r\n\r\n---\r\nkind: Reference\r\nof: unit\r\ncode: pc\r\nname: pc\r\n\r\n',
      'kind: Reference\ncode: kg\nname: kg\nof: unit\n---\nkind: Reference\ncode: pc\nname: pc\nof: unit\n',
    ],
    [
      'folds a long condition that stood on several lines',
      `kind: Segment\ncode: s\nname: S\nwhere: customer.totalSumm > 1000 &&\n  customer.ordersCount > 3 && customer.daysSinceLastOrder < 90 &&\n  customer.email != null && customer.vip\n`,
      `kind: Segment\ncode: s\nname: S\nwhere: >-\n  customer.totalSumm > 1000 && customer.ordersCount > 3 && customer.daysSinceLastOrder < 90 &&\n  customer.email != null && customer.vip\n`,
    ],
  ])('%s', (_, text, expected) => {
    expect(formatted(text)).toBe(expected);
    expect(formatted(expected)).toBe(expected);
  });

  test('does not touch a file of somebody else', () => {
    expect(formatFile({ path: 'ci.yaml', text: 'stages: [a,   b]\n' }, vocabulary)).toEqual({ is: 'foreign' });
  });

  test('is that of every document in a file of ours, also of those that are none of ours or misspell what they are', () => {
    const file =
      'kind: Trigger\ncode:   t\ndo: []\nname: N\n---\nstages: [a,   b]\nfirst: 1\n---\nkind: Triger\ncode:   u\n';
    expect(formatted(file)).toBe(
      'kind: Trigger\ncode: t\nname: N\ndo: []\n---\nstages: [a, b]\nfirst: 1\n---\nkind: Triger\ncode: u\n',
    );
  });

  test('is not made of what is no YAML', () => {
    expect(formatFile({ path: 'a.yaml', text: 'kind: Trigger\ncode: [a\n' }, vocabulary)).toMatchObject({
      is: 'broken',
      diagnostics: [{ code: 'CRM101', file: 'a.yaml', line: 2 }],
    });
  });
});
