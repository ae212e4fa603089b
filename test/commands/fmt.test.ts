import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import Fmt from '../../src/commands/fmt.js';
import Init from '../../src/commands/init.js';
import { outputOf } from './commandOutput.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'crmctl-fmt-'));
  write('crmctl.yaml', 'name: shop\nversion: 1\ntimezone: Europe/Moscow   # the account\n');
  write('units.yaml', 'kind: Reference\nof: unit\ncode: kg\nname: kg\n');
  write('environments/local.yaml', 'kind: Reference\ncode: kg\nof: unit\nname: kilo\n');
  write('ci/pipeline.yaml', 'b:   1\na: 2\n');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(dir, name)), { recursive: true });
  writeFileSync(join(dir, name), text);
}

const read = (name: string): string => readFileSync(join(dir, name), 'utf8');
const fmt = (...args: string[]) => outputOf(Fmt, ['-C', dir, '--no-color', ...args]);

test('fmt --check says what it would write and writes nothing; fmt writes; then there is nothing to do', async () => {
  const checked = await fmt('--check', '--json');
  expect(checked.exitCode).toBe(3);
  expect(JSON.parse(checked.stdout)).toEqual({
    format: 'crmctl.fmt/1',
    ok: false,
    files: 3,
    changed: ['crmctl.yaml', 'units.yaml', 'environments/local.yaml'],
    kept: [],
    diagnostics: [],
  });
  expect(read('crmctl.yaml')).toMatch(/^name/);

  const written = await fmt();
  expect(written).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Fmt: 3 formatted, 3 looked at.') });
  expect(read('crmctl.yaml')).toBe('version: 1\nname: shop\ntimezone: Europe/Moscow   # the account\n');
  expect(read('environments/local.yaml')).toBe('kind: Reference\ncode: kg\nname: kilo\nof: unit\n');
  expect(read('ci/pipeline.yaml')).toBe('b:   1\na: 2\n');
  expect(await fmt('--check')).toMatchObject({ exitCode: 0 });
});

test('a file that is no YAML is told with its place, the others are written all the same', async () => {
  write('broken.yaml', 'kind: Reference\nof: [unit\n');
  const ended = await fmt();
  expect(ended.exitCode).toBe(3);
  expect(ended.stdout).toContain('broken.yaml:2:5  error  CRM101');
  expect(ended.stdout).toMatch(/^Fmt: 3 formatted, 4 looked at, 1 not readable\.$/m);
  expect(read('units.yaml')).toBe('kind: Reference\ncode: kg\nname: kg\nof: unit\n');
});

test('a new project is in this form already', async () => {
  const shop = join(dir, 'shop');
  await outputOf(Init, [shop]);
  const { exitCode, stdout } = await outputOf(Fmt, ['-C', shop, '--check', '--json']);
  expect({ exitCode, changed: (JSON.parse(stdout) as { changed: unknown }).changed }).toEqual({
    exitCode: 0,
    changed: [],
  });
});
