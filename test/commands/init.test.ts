import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import Apply from '../../src/commands/apply.js';
import Init from '../../src/commands/init.js';
import Plan from '../../src/commands/plan.js';
import Run from '../../src/commands/run.js';
import TestCommand from '../../src/commands/test.js';
import Validate from '../../src/commands/validate.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { checkWorkspace } from '../../src/workspace/checkWorkspace.js';
import { outputOf } from './commandOutput.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'crmctl-init-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

describe('crmctl init', () => {
  it('makes a project with which nothing is wrong', async () => {
    const { stdout, exitCode } = await outputOf(Init, ['-C', dir, 'my shop']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('crmctl validate');
    expect(checkWorkspace(join(dir, 'my shop'), vocabulary).diagnostics).toEqual([]);
    expect((await outputOf(Validate, ['-C', join(dir, 'my shop'), '--strict'])).exitCode).toBe(0);
  });

  it.skipIf(!existsSync('/proc/self'))('ends where the system makes no folders, however it says so', async () => {
    await expect(outputOf(Init, ['/proc/crmctl/shop'])).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/^cannot write into \/proc\/crmctl\/shop: there is no such/),
      cure: 'name a folder that you may write to',
    });
  });

  it('makes a project that back-tests on its own sample: four letters, and a call for each of the two orders left lying', async () => {
    await outputOf(Init, ['-C', dir]);
    const path = join(dir, 'crmctl.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/timezone: \S+/, 'timezone: Europe/Moscow'));
    const { stdout, exitCode } = await outputOf(Run, [
      '-C',
      dir,
      '--dry-run',
      '--events',
      join(dir, 'samples/orders.ndjson'),
      '--json',
    ]);
    expect(exitCode).toBe(0);
    const { triggers } = JSON.parse(stdout) as {
      triggers: { address: string; entered: number; effects: Record<string, number> }[];
    };
    expect(triggers).toMatchObject([{ address: 'trigger/new-order', entered: 4, effects: { send: 4, task: 2 } }]);
  });

  it('makes a project whose tests pass, and that plans and applies to the embedded CRM', async () => {
    await outputOf(Init, ['-C', dir]);
    expect((await outputOf(TestCommand, ['-C', dir])).exitCode).toBe(0);
    expect((await outputOf(Plan, ['-C', dir, '--detailed-exitcode'])).exitCode).toBe(2);
    expect((await outputOf(Apply, ['-C', dir, '--auto-approve'])).exitCode).toBe(0);
    expect((await outputOf(Plan, ['-C', dir, '--detailed-exitcode'])).exitCode).toBe(0);
  }, 60_000);

  it('begins with automations of the library, whose tests pass', async () => {
    const { stdout, exitCode } = await outputOf(Init, ['-C', dir, 'shop', '--from', 'order-control', 'stale-order']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('+ automations/stale-order/trigger.yaml');
    expect(stdout).toContain('members of team/head');
    expect((await outputOf(Validate, ['-C', join(dir, 'shop'), '--strict'])).exitCode).toBe(0);
    expect((await outputOf(TestCommand, ['-C', join(dir, 'shop'), '--threshold', '100'])).exitCode).toBe(0);
  });

  it('knows no other automation, and writes nothing then', async () => {
    await expect(outputOf(Init, ['-C', dir, '--from', 'order-contrl'])).rejects.toMatchObject({ exitCode: 64 });
    expect(checkWorkspace(dir, vocabulary).found).toBe(false);
  });

  it('refuses to overwrite, and writes nothing then', async () => {
    writeFileSync(join(dir, 'statuses.yaml'), 'kind: StatusGroup\n');
    await expect(outputOf(Init, ['-C', dir])).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining('statuses.yaml') as string,
    });
    expect(readFileSync(join(dir, 'statuses.yaml'), 'utf8')).toBe('kind: StatusGroup\n');
    expect(checkWorkspace(dir, vocabulary).found).toBe(false);
  });
});
