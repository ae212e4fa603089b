import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWorkspace } from '../../src/workspace/readWorkspace.js';
import { config, words } from '../language/smallVocabulary.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'crmctl-workspace-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Record<string, string | Uint8Array>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

const part = (code: string) => `kind: Part\ncode: ${code}\n`;
const read = (from = '.') => {
  const workspace = readWorkspace(join(root, from), words);
  if (!workspace.found) throw new Error(workspace.diagnostic.message);
  return workspace;
};
const codes = (from = '.') => read(from).project.resources.map(({ code }) => code);

describe('the project around a folder', () => {
  it('is the nearest crmctl.yaml upwards', () => {
    write({ 'crmctl.yaml': config.text, 'a/b/part.yml': part('deep'), 'part.yaml': part('top') });
    expect(read('a/b').root).toBe(root);
    expect(codes('a/b')).toEqual(['deep', 'top']);
    expect(read('a/b').project.resources[0]!.file).toBe('a/b/part.yml');
  });

  it('is missed with what to do', () => {
    const workspace = readWorkspace(root, words);
    expect(workspace).toMatchObject({ found: false, diagnostic: { code: 'CRM100', severity: 'error' } });
    expect(!workspace.found && workspace.diagnostic.suggestion).toContain('crmctl init');
  });

  it('leaves out dot folders, node_modules, other projects, overlays and what git ignores', () => {
    write({
      'crmctl.yaml': config.text,
      'part.yaml': part('mine'),
      '.hidden/part.yaml': part('hidden'),
      'node_modules/x/part.yaml': part('module'),
      'other/crmctl.yaml': config.text,
      'other/part.yaml': part('other'),
      'environments/live.yaml': part('overlay'),
      '.gitignore': 'build/\n*.draft.yaml\n!keep.draft.yaml\n',
      'build/part.yaml': part('built'),
      'x.draft.yaml': part('draft'),
      'keep.draft.yaml': part('kept'),
      'sub/.gitignore': '/local.yaml\n!y.draft.yaml\n',
      'sub/local.yaml': part('local'),
      'sub/y.draft.yaml': part('again'),
      'sub/deeper/local.yaml': part('deeper'),
      'notes.txt': 'kind: Part',
    });
    expect(codes()).toEqual(['kept', 'mine', 'deeper', 'again']);
  });

  it('in a folder that the repository ignores obeys only its own .gitignore: somebody made it to work in it', () => {
    write({
      '.git/HEAD': '',
      '.gitignore': '/demo-shop/\n*.tmp.yaml\n',
      'demo-shop/crmctl.yaml': config.text,
      'demo-shop/.gitignore': 'draft.yaml\n',
      'demo-shop/part.yaml': part('kept'),
      'demo-shop/deep/part.yaml': part('deep'),
      'demo-shop/draft.yaml': part('draft'),
    });
    expect(codes('demo-shop')).toEqual(['deep', 'kept']);
  });

  it('in a folder of a git repository obeys the .gitignore files above it', () => {
    write({
      '.gitignore': 'draft.yaml\n',
      'shop/crmctl.yaml': config.text,
      'shop/draft.yaml': part('draft'),
      'shop/part.yaml': part('mine'),
    });
    expect(codes('shop')).toEqual(['draft', 'mine']);
    mkdirSync(join(root, '.git'));
    expect(codes('shop')).toEqual(['mine']);
  });

  it('follows links to files, not to folders', () => {
    write({ 'crmctl.yaml': config.text, 'a/part.yaml': part('one') });
    symlinkSync(join(root, 'a'), join(root, 'loop'));
    symlinkSync(join(root, 'a/part.yaml'), join(root, 'linked.yaml'));
    expect(read().project.diagnostics.map(({ code, file }) => [code, file])).toEqual([['CRM110', 'linked.yaml']]);
  });

  it('reads the files that its resources name, and only up to 1 MB', () => {
    write({
      'crmctl.yaml': config.text,
      'a/rule.yaml': 'kind: Rule\ncode: r\nletter: {htmlFile: letters/a.html}\ndo: [{say: x}]\n',
      'a/letters/a.html': '<p>Привет</p>',
    });
    expect(read().project.resources[0]!.spec['letter']).toEqual({ html: '<p>Привет</p>' });
    write({ 'a/letters/a.html': 'x'.repeat(1_000_001) });
    expect(read().project.diagnostics.map(({ code }) => code)).toEqual(['CRM116']);
  });

  it('reports what it cannot read, and reads the rest', () => {
    write({
      'crmctl.yaml': config.text,
      'latin.yaml': new Uint8Array([0x6b, 0x3a, 0x20, 0xff, 0xfe]),
      'part.yaml': part('mine'),
    });
    symlinkSync(join(root, 'gone.yaml'), join(root, 'dead.yaml'));
    const { diagnostics } = read().project;
    expect(diagnostics.map(({ code, file }) => [code, file])).toEqual([
      ['CRM120', 'dead.yaml'],
      ['CRM120', 'latin.yaml'],
    ]);
    expect(diagnostics[1]).toMatchObject({ message: 'the file is not UTF-8 text', suggestion: 'save it as UTF-8' });
    expect(codes()).toEqual(['mine']);
  });

  it('takes a file that holds the replacement character for what it is', () => {
    write({ 'crmctl.yaml': config.text, 'part.yaml': `${part('mine')}# \uFFFD\n` });
    expect(read().project.diagnostics).toEqual([]);
    expect(codes()).toEqual(['mine']);
  });

  it.skipIf(process.getuid?.() === 0)('reports a folder without read access', () => {
    write({ 'crmctl.yaml': config.text, 'closed/part.yaml': part('mine') });
    chmodSync(join(root, 'closed'), 0o000);
    expect(read().project.diagnostics.map(({ code, file }) => [code, file])).toEqual([['CRM120', 'closed']]);
    chmodSync(join(root, 'closed'), 0o700);
  });

  it('counts a byte order mark and CRLF for nothing', () => {
    write({
      'crmctl.yaml': `\uFEFF${config.text.replaceAll('\n', '\r\n')}`,
      'part.yaml': `\uFEFFkind: Part\r\ncode: a b\r\n`,
    });
    expect(read().project.diagnostics).toMatchObject([
      { code: 'CRM106', line: 2, column: 7, endColumn: 10, sourceLine: 'code: a b' },
    ]);
  });
});
