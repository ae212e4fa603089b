import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import Apply from '../src/commands/apply.js';
import Plan from '../src/commands/plan.js';
import Test from '../src/commands/test.js';
import Validate from '../src/commands/validate.js';
import { outputOf } from './commands/commandOutput.js';

const examples = fileURLToPath(new URL('../examples', import.meta.url));
const projects = readdirSync(examples).filter((name) => existsSync(join(examples, name, 'crmctl.yaml')));

test('there are projects among the examples', () => {
  expect(projects).toEqual(expect.arrayContaining(['demo-shop', 'scenarios', 'fashion-chain', 'sixty-triggers']));
});

describe.each(projects)('examples/%s', (name) => {
  // A copy: what the embedded CRM keeps stays out of the examples.
  const dir = mkdtempSync(join(tmpdir(), `crmctl-${name}-`));
  beforeAll(() => cpSync(join(examples, name), dir, { recursive: true, filter: (path) => !path.endsWith('.crmctl') }));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  test('is valid, without errors and without warnings', async () => {
    const { stdout, exitCode } = await outputOf(Validate, ['-C', dir, '--json']);
    const report = JSON.parse(stdout) as { readonly diagnostics: readonly { readonly severity: string }[] };
    expect(report.diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
    expect(exitCode).toBe(0);
  });

  test('passes its tests, which reach every step and branch', async () => {
    const { stdout, exitCode } = await outputOf(Test, ['-C', dir, '--json', '--threshold', '100']);
    const report = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
    expect(report).toMatchObject({ failed: 0, coverage: { missing: [], untested: [] } });
    expect(exitCode).toBe(0);
  }, 120_000);

  test('is planned, applied to the embedded CRM, and then there is nothing to change', async () => {
    expect(await outputOf(Plan, ['-C', dir, '--no-color', '--detailed-exitcode'])).toMatchObject({ exitCode: 2 });
    expect(await outputOf(Apply, ['-C', dir, '--no-color'])).toMatchObject({ exitCode: 0 });
    expect(await outputOf(Plan, ['-C', dir, '--no-color', '--detailed-exitcode'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Nothing to change'),
    });
  }, 120_000);
});
