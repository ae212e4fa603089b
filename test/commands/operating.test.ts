import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Failure } from '../../src/cli/failure.js';
import Apply from '../../src/commands/apply.js';
import Cancel from '../../src/commands/cancel.js';
import Explain from '../../src/commands/explain.js';
import Pause from '../../src/commands/pause.js';
import Pending from '../../src/commands/pending.js';
import Report from '../../src/commands/report.js';
import Resume from '../../src/commands/resume.js';
import Retry from '../../src/commands/retry.js';
import Run from '../../src/commands/run.js';
import { openEnvironment } from '../../src/environment/open.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { readWorkspace } from '../../src/workspace/readWorkspace.js';
import { outputOf } from './commandOutput.js';

const shop = `kind: Trigger
code: unpaid
name: Unpaid
on: {event: order.created}
when: order.number != "B-1"
do:
  - {id: remember, note: "Ordered {{ order.number }}"}
  - {id: pause, wait: 24h}
  - {id: call, task: {text: "Still new"}}
---
kind: Trigger
code: broken
name: Broken
on: {event: order.created}
do:
  - {id: ask, http: {connection: erp, path: /stock}, onError: continue}
---
kind: Trigger
code: called
name: Called
on: {event: call.missed}
do:
  - {id: call, task: {text: "Call back"}}
---
kind: Connection
code: erp
name: ERP
url: http://127.0.0.1:1
`;

let dir: string;
/** One environment for all, in the order in which an operator would go; the order of the tests matters. */
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'crmctl-operating-'));
  writeFileSync(
    join(dir, 'crmctl.yaml'),
    'version: 1\nname: shop\ntimezone: Europe/Moscow\ncurrency: RUB\nlocale: ru\nenvironments: {local: {}}\n',
  );
  writeFileSync(join(dir, 'shop.yaml'), shop);
  await run(Apply);
  const phones = [{ number: '+7 916 123-45-67' }];
  await inCrm('customers/create', { customer: { firstName: 'Anna', email: 'anna@example.com', phones } });
  for (const firstName of ['Oleg', 'Olga'])
    await inCrm('customers/create', { customer: { firstName, email: 'family@example.com' } });
  for (const number of ['1042', 'B-1']) await inCrm('orders/create', { order: { number, customer: { id: 1 } } });
  await run(Run, '--once');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function run(command: Parameters<typeof outputOf>[0], ...args: string[]) {
  try {
    return await outputOf(command, ['-C', dir, '--no-color', ...args]);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { exitCode: error.exitCode, stdout: '', stderr: `${error.message}\n${error.cure ?? ''}` };
  }
}

async function json(command: Parameters<typeof outputOf>[0], ...args: string[]): Promise<unknown> {
  const { stdout, exitCode } = await run(command, ...args, '--json');
  expect(exitCode).toBe(0);
  return JSON.parse(stdout);
}

async function inCrm(path: string, body: Readonly<Record<string, unknown>>): Promise<void> {
  const workspace = readWorkspace(dir, vocabulary);
  if (!workspace.found) throw new Error('no project');
  const opened = await openEnvironment({ project: workspace.project, dir, env: {} });
  if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
  await opened.environment.crm.call({ method: 'POST', path, body });
  await opened.environment.close();
}

describe('pending', () => {
  test('tells what waits where, and until when', async () => {
    expect(await json(Pending)).toMatchObject({
      format: 'crmctl.pending/1',
      environment: 'local',
      runs: [
        {
          trigger: 'trigger/unpaid',
          key: 'order/1',
          step: 'pause',
          waitsFor: 'moment',
          due: expect.stringMatching(/Z$/),
        },
        { trigger: 'trigger/broken', waitsFor: 'result' },
        { trigger: 'trigger/broken', waitsFor: 'result' },
      ],
      effects: [
        { state: 'retry', type: 'http', key: 'order/1' },
        { state: 'retry', type: 'http', key: 'order/2' },
      ],
    });
    const { stdout } = await run(Pending, 'order/1', '--trigger', 'unpaid');
    expect(stdout).toMatch(
      /^trigger\/unpaid\n {2}order\/1 {2}pause {2}until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\nPending: 1 waiting, 0 effects not through, 0 paused\. {3}times of Europe\/Moscow\n$/,
    );
  });

  test.each([
    [['17'], 64, 'write order/17 or customer/17'],
    [['--trigger', 'unpayed'], 64, 'did you mean "unpaid"?'],
  ])('%j is a slip (%i)', async (args, exitCode, cure) => {
    expect(await run(Pending, ...args)).toMatchObject({ exitCode, stderr: expect.stringContaining(cure) });
  });
});

describe('explain', () => {
  test('tells what was done and what waits', async () => {
    const { stdout } = await run(Explain, 'order/1', '--trigger', 'unpaid');
    expect(stdout).toMatch(/^trigger\/unpaid for order\/1: waits at pause until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n/);
    expect(stdout).toMatch(/ remember +note done/);
  });

  test('tells what was not so when nothing started, and what never came', async () => {
    expect(await json(Explain, 'order/2')).toMatchObject({
      format: 'crmctl.explain/1',
      runs: [{ trigger: 'trigger/broken', status: 'waiting' }],
      refused: [{ trigger: 'trigger/unpaid', reason: 'when', because: { source: 'order.number != "B-1"' } }],
      unheard: ['trigger/called'],
    });
    const { stdout } = await run(Explain, 'customer/1');
    expect(stdout).toMatch(
      /trigger\/unpaid did not start\n {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}order.number != "B-1" is false: order.number is "B-1"/,
    );
    expect(stdout).toContain('Nothing that starts them came since they were applied:\n  trigger/called\n');
    expect(stdout).toContain('Explained customer/1: 3 runs, 1 times not started, 1 triggers heard nothing.');
  });

  test('tells of a code what the finding means, without an environment', async () => {
    const { stdout, exitCode } = await run(Explain, 'crm303', '-e', 'nowhere');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^CRM303 {2}[a-z-]+\n\n.+\n\n.*silence it.*\n {2}# crmctl-ignore CRM303: the reason\n$/);
    expect(await json(Explain, 'CRM203')).toMatchObject({ format: 'crmctl.rule/1', code: 'CRM203' });
    expect(await run(Explain, 'CRM999')).toMatchObject({ exitCode: 64, stderr: expect.stringContaining('no finding') });
  });

  test.each([
    ['order/B-1', 'order/2'],
    ['order/1042', 'order/1'],
    ['customer/ANNA@example.com', 'customer/1'],
    ['customer/8 (916) 123-45-67', 'customer/1'],
    ['customer/+79161234567', 'customer/1'],
  ])('takes %s for %s', async (named, subject) => {
    expect(await json(Explain, named)).toMatchObject({ subject, runs: expect.arrayContaining([expect.anything()]) });
  });

  test('an id is an id, also where a number looks like it', async () => {
    expect(await json(Explain, 'order/2')).toMatchObject({ subject: 'order/2' });
    expect((await run(Explain, 'order/999')).stdout).toMatch(/^The runner knows nothing of order\/999\.\n/);
  });

  test.each([
    [Explain, 'order/X-9', 'the CRM has no order with the number "X-9"'],
    [Pending, 'customer/nobody@example.com', 'the CRM has no customer with nobody@example.com'],
    [Cancel, 'customer/Anna', 'customer/anna@example.com'],
    [Pause, 'customer/family@example.com', /customer\/2 of .*; customer\/3 of .*\nname one by its id: customer\/2/],
  ])('%o of %s names nobody, or several', async (command, subject, says) => {
    expect(await run(command, subject)).toMatchObject({ exitCode: 64, stderr: expect.stringMatching(says) });
  });

  test.each([
    ['17', 'write order/17 or customer/17'],
    ['orders:17', 'write order/17 or customer/17'],
    ['order/', 'write order/17 or customer/7'],
  ])('%j is no subject', async (subject, cure) => {
    expect(await run(Explain, subject)).toMatchObject({ exitCode: 64, stderr: expect.stringContaining(cure) });
  });
});

describe('pause and resume', () => {
  test('are seen by everybody, and lifted by name', async () => {
    expect(await json(Pause, 'trigger/broken', '--reason', 'ERP moves')).toMatchObject({
      format: 'crmctl.pause/1',
      scope: 'trigger/broken',
      reason: 'ERP moves',
    });
    expect((await run(Pending)).stdout).toMatch(/paused {2}trigger\/broken since .*: ERP moves/);
    expect((await run(Pause, 'trigger/broken', '-e', 'local')).stdout).toContain(
      `crmctl resume trigger/broken -C ${dir} -e local`,
    );
    expect(await run(Resume, 'trigger/broken')).toMatchObject({ exitCode: 0, stdout: 'Resumed: trigger/broken.\n' });
    expect(await run(Resume, 'trigger/broken')).toMatchObject({ exitCode: 1 });
  });

  test.each([
    [Pause, []],
    [Pause, ['broken']],
    [Pause, ['trigger/brocken']],
    [Resume, ['trigger/broken', '--all']],
  ])('%o %j is a mistake in use', async (command, args) => {
    expect(await run(command, ...args)).toMatchObject({ exitCode: 64 });
  });
});

describe('cancel', () => {
  test('wants more than one customer confirmed', async () => {
    expect(await run(Cancel, '--trigger', 'broken')).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('this ends 2 waiting runs of everybody in trigger/broken'),
    });
    expect(await run(Cancel)).toMatchObject({ exitCode: 64 });
  });

  test('ends the runs at once when the store is here', async () => {
    expect(await json(Cancel, 'order/1', '--trigger', 'unpaid', '--reason', 'called')).toMatchObject({
      format: 'crmctl.command/1',
      done: true,
      affected: [expect.any(String)],
    });
    expect(await run(Cancel, '--trigger', 'broken', '--auto-approve')).toMatchObject({
      exitCode: 0,
      stdout: 'Cancelled: 2.\n',
    });
    expect(await json(Pending)).toMatchObject({ runs: [] });
    expect((await run(Explain, 'order/1', '--trigger', 'unpaid')).stdout).toMatch(/exited +cancelled by .*: called/);
  });
});

describe('retry', () => {
  test.each([
    [[], 64],
    [['abc', '--dead'], 64],
    [['--unknown'], 4],
    [['0000'], 64],
    [['--dead'], 1],
  ])('%j ends with %i', async (args, exitCode) => {
    expect(await run(Retry, ...args)).toMatchObject({ exitCode });
  });

  test('settles by the first characters of an id', async () => {
    const { effects } = (await json(Pending)) as { effects: readonly { effect: string; state: string }[] };
    const unknown = effects.filter(({ state }) => state === 'unknown');
    for (const { effect } of unknown)
      expect(await run(Retry, effect.slice(0, 12), '--drop')).toMatchObject({ exitCode: 0, stdout: 'Dropped: 1.\n' });
    expect(await json(Pending)).toMatchObject({ effects: [] });
  });
});

describe('report', () => {
  test('counts by trigger', async () => {
    expect(await json(Report)).toMatchObject({
      format: 'crmctl.report/1',
      currency: 'RUB',
      triggers: [
        { trigger: 'trigger/broken', entered: 2, ended: { exited: 2 } },
        { trigger: 'trigger/unpaid', entered: 1, effects: { note: 1 } },
      ],
      totals: { cost: 0, value: 0, result: 0 },
    });
    expect((await run(Report, '--to', '2020-01-01')).stdout).toBe(
      'Report: 0 triggers, value 0, cost 0, result 0 RUB.\n',
    );
    expect(await run(Report, '--from', 'yesterday')).toMatchObject({ exitCode: 64 });
  });
});

describe('beside a working tree that is not valid', () => {
  test('operators go on: only crmctl.yaml has to be readable', async () => {
    writeFileSync(join(dir, 'half-done.yaml'), 'kind: Trigger\ncode: half\n  do: [\n');
    expect(await run(Apply)).toMatchObject({ exitCode: 3 });
    expect(await run(Pause, '--all', '--reason', 'wrong prices')).toMatchObject({ exitCode: 0 });
    expect(await json(Pending)).toMatchObject({ pauses: [{ scope: 'all', reason: 'wrong prices' }] });
    expect(await run(Resume, '--all')).toMatchObject({ exitCode: 0 });
    for (const [command, ...args] of [[Explain, 'order/1'], [Report], [Cancel, 'order/1']] as const)
      expect(await run(command, ...args)).toMatchObject({ exitCode: 0 });

    expect(await run(Pause, '--all', '-e', 'locl')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('There is no environment "locl"'),
    });
    writeFileSync(join(dir, 'crmctl.yaml'), 'version: 1\nname: shop\n');
    expect(await run(Pause, '--all')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('timezone') });
  });
});

describe('a subject that is none', () => {
  test.each([
    ['17', 'write order/17 or customer/17'],
    ['orders/17', 'write order/17 or customer/17'],
    ['order:17', 'write order/17 or customer/17'],
  ])('%s', async (subject, cure) => {
    expect(await run(Explain, subject)).toMatchObject({ exitCode: 64, stderr: expect.stringContaining(cure) });
  });
});
