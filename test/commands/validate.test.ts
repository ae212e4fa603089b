import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import Validate from '../../src/commands/validate.js';
import { outputOf } from './commandOutput.js';

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

describe('crmctl validate', () => {
  it('exits 3 and gives one JSON document of findings', async () => {
    const { stdout, exitCode } = await outputOf(Validate, ['-C', fixture('broken'), '--json']);
    expect(exitCode).toBe(3);
    const document = JSON.parse(stdout) as {
      format: string;
      ok: boolean;
      summary: Record<string, number>;
      diagnostics: Record<string, unknown>[];
    };
    expect(document).toMatchObject({ format: 'crmctl.validate/1', ok: false });
    expect(document.summary.errors).toBe(document.diagnostics.filter(({ severity }) => severity === 'error').length);
    for (const diagnostic of document.diagnostics)
      expect(Object.keys(diagnostic)).toEqual(
        expect.arrayContaining(['severity', 'code', 'message', 'file', 'line', 'column']),
      );
  });

  it('prints for people what is wrong, with a summary that can be grepped', async () => {
    const { stdout, exitCode } = await outputOf(Validate, ['-C', fixture('broken'), '--no-color']);
    expect(exitCode).toBe(3);
    expect(stdout).toContain('triggers/thanks.yaml:5:13  error  CRM203');
    expect(stdout).toMatch(/\d+ errors, \d+ warnings?, \d+ notes? in 10 resources in 7 files\.\n$/);
  });

  it('gives CI services paths from where it was started', async () => {
    const { stdout } = await outputOf(Validate, ['-C', fixture('broken'), '--format', 'github']);
    expect(stdout).toContain('::error file=test/fixtures/broken/triggers/thanks.yaml,line=5,col=13');
  });

  it('counts the documents that it passes over, and names them with --verbose', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'crmctl-validate-'));
    writeFileSync(join(dir, 'crmctl.yaml'), 'version: 1\nname: shop\ntimezone: UTC\n');
    writeFileSync(join(dir, 'chart.yaml'), 'image: shop\n---\nreplicas: 2\n');
    const { stdout, stderr } = await outputOf(Validate, ['-C', dir, '--no-color', '--verbose']);
    expect(stdout).toBe('Valid: 0 resources in 2 files; 2 documents without a kind passed over.\n');
    expect(stderr).toBe('passed over, a document without a kind: chart.yaml\n');
    expect(JSON.parse((await outputOf(Validate, ['-C', dir, '--json'])).stdout)).toMatchObject({
      ok: true,
      summary: { skipped: 2 },
    });
    rmSync(dir, { recursive: true });
  });

  it('stays in its columns in Markdown', async () => {
    const { stdout } = await outputOf(Validate, ['-C', fixture('broken'), '--markdown']);
    expect(stdout).toMatch(/^```text\n[^]*triggers\/thanks\.yaml:5:13 {2}error {2}CRM203 [^]*\n```\n$/);
  });

  it('lets warnings pass, unless it is strict', async () => {
    expect((await outputOf(Validate, ['-C', fixture('warned')])).exitCode).toBe(0);
    expect((await outputOf(Validate, ['-C', fixture('warned'), '--strict'])).exitCode).toBe(3);
  });

  it('says of a selection that fits nothing that a file which cannot be read may hold it', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'crmctl-validate-'));
    writeFileSync(join(dir, 'crmctl.yaml'), 'version: 1\nname: shop\ntimezone: Europe/Moscow\n');
    writeFileSync(join(dir, 'refill.yaml'), 'kind: Trigger\n\tcode: refill\n');
    await expect(outputOf(Validate, ['-C', dir, '--select', 'trigger/refill'])).rejects.toMatchObject({
      exitCode: 64,
      cure: expect.stringContaining('a file that cannot be read may hold it') as string,
    });
    rmSync(dir, { recursive: true });
  });

  it('narrows to what is selected, and to what concerns all', async () => {
    const found = async (...args: string[]): Promise<unknown> => {
      const { stdout } = await outputOf(Validate, ['-C', fixture('broken'), '--json', ...args]);
      const { diagnostics } = JSON.parse(stdout) as { diagnostics: { address?: string }[] };
      return [...new Set(diagnostics.map(({ address = 'all' }) => address))].sort();
    };
    const all = (await found()) as string[];
    expect(await found('--select', 'trigger/thanks')).toEqual(
      all.filter((address) => address === 'all' || address === 'trigger/thanks'),
    );
    expect(await found('--exclude', 'trigger/thanks')).toEqual(all.filter((address) => address !== 'trigger/thanks'));
    await expect(outputOf(Validate, ['-C', fixture('broken'), '--select', 'trigger/thank'])).rejects.toMatchObject({
      exitCode: 64,
      cure: 'did you mean "trigger/thanks"?',
    });
  });

  it('heeds a comment that silences a finding with a reason, and complains about one without', async () => {
    const { stdout, exitCode } = await outputOf(Validate, ['-C', fixture('silenced'), '--json']);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; line: number }[] };
    expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([
      ['CRM160', 18],
      ['CRM307', 19],
      ['CRM161', 21],
    ]);
    expect(exitCode).toBe(0);
  });

  it('says what to do where there is no project', async () => {
    const { stdout, exitCode } = await outputOf(Validate, ['-C', '/', '--json']);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'CRM100', suggestion: expect.stringContaining('crmctl init') as string }],
    });
  });
});
