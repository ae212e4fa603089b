import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFiles } from '../../src/workspace/writeFiles.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'crmctl-write-'));
  writeFileSync(join(dir, 'a.yaml'), 'before');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('files of an addition', () => {
  it('are all written, in folders that are made for them', () => {
    writeFiles(dir, [
      { path: 'a.yaml', text: 'after' },
      { path: 'x/y/b.yaml', text: 'b' },
    ]);
    expect(readFileSync(join(dir, 'a.yaml'), 'utf8')).toBe('after');
    expect(readFileSync(join(dir, 'x/y/b.yaml'), 'utf8')).toBe('b');
    expect(readdirSync(dir).sort()).toEqual(['a.yaml', 'x']);
  });

  it.each([
    ['a folder stands where a file should', 'taken'],
    ['a file stands where a folder should', 'a.yaml/b.yaml'],
  ])('are all as before when %s', (_, path) => {
    mkdirSync(join(dir, 'taken'));
    const write = (): void =>
      writeFiles(dir, [
        { path: 'a.yaml', text: 'after' },
        { path: 'x/y/b.yaml', text: 'b' },
        { path, text: 'never' },
      ]);
    expect(write).toThrow();
    expect(readFileSync(join(dir, 'a.yaml'), 'utf8')).toBe('before');
    expect(existsSync(join(dir, 'x'))).toBe(false);
    expect(readdirSync(dir).sort()).toEqual(['a.yaml', 'taken']);
  });
});
