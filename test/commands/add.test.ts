import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import Add from '../../src/commands/add.js';
import TestCommand from '../../src/commands/test.js';
import Validate from '../../src/commands/validate.js';
import { outputOf } from './commandOutput.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'crmctl-add-'));
  writeFileSync(join(dir, 'crmctl.yaml'), 'version: 1\nname: shop\ntimezone: Europe/Moscow\n');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const filesIn = (): readonly string[] => readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort();

describe('crmctl add', () => {
  it('copies an automation that validates and whose tests pass, and says what is left to do', async () => {
    const { stdout, exitCode } = await outputOf(Add, ['-C', dir, 'order-control']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('automations/order-control/trigger.yaml   trigger/order-control');
    expect(stdout).toContain('members of team/head');
    expect(stdout).toContain('Next:\n  crmctl validate');
    expect((await outputOf(Validate, ['-C', dir, '--strict'])).exitCode).toBe(0);
    expect((await outputOf(TestCommand, ['-C', dir, '--threshold', '100'])).exitCode).toBe(0);
  });

  it('writes nothing the second time', async () => {
    await outputOf(Add, ['-C', dir, 'order-control']);
    const before = filesIn();
    const { stdout, exitCode } = await outputOf(Add, ['-C', dir, 'order-control', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ format: 'crmctl.add/1', ok: true, added: [], files: [] });
    expect(filesIn()).toEqual(before);
  });

  it('knows no other automation, and names the nearest', async () => {
    await expect(outputOf(Add, ['-C', dir, 'order-contrl'])).rejects.toMatchObject({
      exitCode: 64,
      cure: expect.stringContaining('order-control') as string,
    });
  });

  it('needs a project', async () => {
    rmSync(join(dir, 'crmctl.yaml'));
    await expect(outputOf(Add, ['-C', dir, 'order-control'])).rejects.toMatchObject({
      exitCode: 1,
      cure: expect.stringContaining('crmctl init') as string,
    });
  });

  it('mends a project that only lacked what it brings', async () => {
    writeFileSync(
      join(dir, 'team.yaml'),
      'kind: Team\ncode: head\nname: A\nmembers: [user/a@example.com]\ncalendar: office\n',
    );
    expect((await outputOf(Validate, ['-C', dir])).exitCode).toBe(3);
    expect((await outputOf(Add, ['-C', dir, 'kpi-digest', 'order-auto-assign'])).exitCode).toBe(0);
    expect((await outputOf(Validate, ['-C', dir, '--strict'])).exitCode).toBe(0);
  });

  it('refuses an invalid project with its findings', async () => {
    writeFileSync(join(dir, 'broken.yaml'), 'kind: Triger\ncode: a\n');
    const { stderr, exitCode } = await outputOf(Add, ['-C', dir, 'order-control']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('there is no kind "Triger"');
  });

  it('refuses what would not be valid in this project, with what a program needs to know of it', async () => {
    const field = 'kind: CustomField\nof: order\ncode: callAt\nname: Call at\ntype: string\n';
    writeFileSync(join(dir, 'fields.yaml'), field);
    await expect(outputOf(Add, ['-C', dir, 'call-at-requested-time'])).rejects.toMatchObject({
      exitCode: 4,
      details: {
        diagnostics: expect.arrayContaining([
          expect.objectContaining({ severity: 'error', address: 'trigger/call-at-requested-time' }),
        ]) as unknown,
      },
    });
    expect(filesIn()).toEqual(['crmctl.yaml', 'fields.yaml']);
  });

  it('writes nothing over a trigger of that code that is somebody else’s', async () => {
    const own = 'kind: Trigger\ncode: order-control\nname: A\non: {event: order.created}\ndo: [{id: a, note: "New"}]\n';
    writeFileSync(join(dir, 'ours.yaml'), own);
    await expect(outputOf(Add, ['-C', dir, 'order-control'])).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining('trigger/order-control, and ours.yaml:1') as string,
      details: { clashes: [{ address: 'trigger/order-control', file: 'ours.yaml', line: 1 }] },
    });
    expect(filesIn()).toEqual(['crmctl.yaml', 'ours.yaml']);
    expect(readFileSync(join(dir, 'ours.yaml'), 'utf8')).toBe(own);
  });
});
