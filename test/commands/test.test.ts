import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import Test from '../../src/commands/test.js';
import { outputOf } from './commandOutput.js';

const demo = fileURLToPath(new URL('../../examples/demo-shop', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'crmctl-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('crmctl test', () => {
  it('passes on the demo shop', async () => {
    const { stdout, exitCode } = await outputOf(Test, ['-C', demo, '--json']);
    expect(exitCode).toBe(0);
    const report = JSON.parse(stdout) as { format: string; ok: boolean; failed: number; cases: unknown[] };
    expect(report).toMatchObject({ format: 'crmctl.test/1', ok: true, failed: 0 });
    expect(report.cases.length).toBeGreaterThan(3);
  });

  it('fails with exit code 3, tells why, and writes JUnit', async () => {
    cpSync(demo, folder, { recursive: true });
    const file = join(folder, 'tests/no-answer.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('2026-03-03 09:45', '2026-03-03 09:46'));
    const junit = join(folder, 'report.xml');
    const { stdout, exitCode } = await outputOf(Test, ['-C', folder, '--no-color', '--junit', junit]);
    expect(exitCode).toBe(3);
    expect(stdout).toContain('✗ test/no-answer-first-hour   tests/no-answer.yaml:1');
    expect(stdout).toContain('the time differs, 2026-03-03 09:46 was expected');
    expect(stdout).toMatch(/Tests: \d+ passed, 1 failed\.\n$/);
    const xml = readFileSync(junit, 'utf8');
    expect(xml).toContain('failures="1"');
    expect(xml).toContain('&quot;*A-1*&quot;');
  });

  it('runs the selected Tests, and those of the selected triggers', async () => {
    const casesOf = async (...flags: readonly string[]) => {
      const { stdout } = await outputOf(Test, ['-C', demo, '--json', ...flags]);
      return (JSON.parse(stdout) as { cases: readonly { trigger: string; address: string }[] }).cases;
    };
    const own = await casesOf('--select', 'trigger/no-answer');
    expect(new Set(own.map(({ trigger }) => trigger))).toEqual(new Set(['trigger/no-answer']));
    expect(await casesOf('--select', own[0]!.address)).toEqual([own[0]]);
    expect(
      (await casesOf('--exclude', 'trigger/no-answer')).some(({ trigger }) => trigger === 'trigger/no-answer'),
    ).toBe(false);
    await expect(outputOf(Test, ['-C', demo, '--select', 'trigger/no-anwser'])).rejects.toThrow('no resource matches');
  });

  it('refuses an environment that nobody declared: its overlay would silently not count', async () => {
    await expect(outputOf(Test, ['-C', demo, '-e', 'prod'])).rejects.toThrow('There is no environment "prod"');
  });

  it('fails below the threshold of coverage, and says what is not covered', async () => {
    const { stdout, exitCode } = await outputOf(Test, ['-C', demo, '--threshold', '100', '--no-color']);
    const covered = /Coverage: (\d+) of (\d+)/.exec(stdout);
    expect(exitCode).toBe(covered === null || covered[1] === covered[2] ? 0 : 3);
    expect((await outputOf(Test, ['-C', demo, '--threshold', '1'])).exitCode).toBe(0);
    writeFileSync(join(folder, 'tests/marketing.yaml'), '# none\n');
    const below = await outputOf(Test, ['-C', folder, '--threshold', '100', '--no-color']);
    expect(below.exitCode).toBe(3);
    expect(below.stdout).toMatch(/Coverage \d+\.\d % is below 100 %\./);
  });

  it('with --threshold or --strict wants of every trigger a case in which it acts and one in which it must not', async () => {
    const shop = mkdtempSync(join(folder, 'acting-'));
    cpSync(demo, shop, { recursive: true });
    const file = join(shop, 'tests/no-answer.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').split('\n---\n')[0]!);
    expect((await outputOf(Test, ['-C', shop, '--coverage'])).exitCode).toBe(0);
    for (const flags of [['--threshold', '0'], ['--strict']]) {
      const { stdout, exitCode } = await outputOf(Test, ['-C', shop, '--no-color', ...flags]);
      expect({ flags, exitCode }).toEqual({ flags, exitCode: 3 });
      expect(stdout).toContain('trigger/no-answer  no case in which it must not act\n');
      expect(stdout).toMatch(/\n1 trigger lacks a case in which it acts, or one in which it must not\.\n$/);
      expect(JSON.parse((await outputOf(Test, ['-C', shop, '--json', ...flags])).stdout)).toMatchObject({
        ok: false,
        failed: 0,
        coverage: { untested: [{ trigger: 'trigger/no-answer', lacks: 'resting' }] },
      });
    }
  });
});
