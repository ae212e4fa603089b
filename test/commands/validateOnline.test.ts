import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Failure } from '../../src/cli/failure.js';
import Apply from '../../src/commands/apply.js';
import Import from '../../src/commands/import.js';
import Plan from '../../src/commands/plan.js';
import Run from '../../src/commands/run.js';
import Validate from '../../src/commands/validate.js';
import type { Diagnostic } from '../../src/model/diagnostic.js';
import { openEnvironment } from '../../src/environment/open.js';
import { readWorkspace } from '../../src/workspace/readWorkspace.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { outputOf } from './commandOutput.js';

let dir: string;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'crmctl-online-'));
  write('crmctl.yaml', config);
  await inCrm('custom-fields/order/create', {
    customField: { code: 'callAt', name: 'Call at', type: 'datetime', displayArea: 'customer' },
  });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const config = 'version: 1\nname: shop\ntimezone: Europe/Moscow\ncurrency: RUB\n';
const trigger = (when: string) =>
  `kind: Trigger\ncode: t\nname: T\non: {event: order.created}\nwhen: ${when}\ndo:\n  - {id: call, task: {text: Call, to: user/nobody@example.com}}\n`;

function write(name: string, text: string): void {
  writeFileSync(join(dir, name), text);
}

async function inCrm(path: string, body: Readonly<Record<string, unknown>>): Promise<void> {
  const workspace = readWorkspace(dir, vocabulary);
  if (!workspace.found) throw new Error('no project');
  const opened = await openEnvironment({ project: workspace.project, dir, env: {} });
  if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
  await opened.environment.crm.call({ method: 'POST', path, body });
  await opened.environment.close();
}

async function validated(...args: string[]): Promise<{ exitCode: number; diagnostics: readonly Diagnostic[] }> {
  const { stdout, exitCode } = await outputOf(Validate, ['-C', dir, '--json', ...args]);
  return { exitCode, diagnostics: (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics };
}

const schema = (): string => readFileSync(join(dir, 'crmctl.schema.json'), 'utf8');

describe('validate --online', () => {
  test('--verbose counts what was asked', async () => {
    const { stderr } = await outputOf(Validate, ['-C', dir, '--online', '--verbose']);
    expect(stderr).toMatch(/^requests [1-9]\d*,/m);
    expect(stderr).toMatch(/^  GET custom-fields +[1-9]/m);
  });

  test('closes the enumerations and fields with what the account has, then and later', async () => {
    write('t.yaml', trigger('order.status == "complette" || order.customFields.callAtt == null'));
    expect((await validated()).exitCode).toBe(0);

    const online = await validated('--online');
    expect(online.exitCode).toBe(3);
    expect(online.diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'CRM206', message: 'no status "complette"', suggestion: 'did you mean "complete"?' },
      { message: expect.stringContaining('callAtt'), suggestion: 'did you mean "callAt"?' },
    ]);
    expect(JSON.parse(schema())).toMatchObject({
      format: 'crmctl.schema/1',
      codes: { status: expect.arrayContaining(['new', 'complete']) },
      fields: { orderCustomFields: { callAt: { type: 'timestamp' } } },
    });
    const offline = await validated();
    expect(offline.diagnostics.filter(({ severity }) => severity === 'error')).toHaveLength(2);

    // A field of the account has its type.
    write('t.yaml', trigger('order.customFields.callAt > now && order.status == "complete"'));
    expect((await validated()).exitCode).toBe(0);
    write('t.yaml', trigger('order.customFields.callAt > 5'));
    expect((await validated()).exitCode).toBe(3);
  });

  test('says what a messenger has not approved, or has to', async () => {
    const path = 'reference/mg-channels/templates/edit';
    const sent = { mgChannelId: 1, code: 'ready', name: 'ready', lang: 'ru', template: ['Готово'] };
    await inCrm(path, { templates: [{ ...sent, verificationStatus: 'PENDING' }], removed: [] });
    const document = (code: string) =>
      `kind: MessengerTemplate\ncode: ${code}\nname: ${code}\nmgChannelId: 1\nlang: ru\ntemplate: [Готово]\n`;
    write('messenger.yaml', ['ready', 'later'].map(document).join('---\n'));
    const { exitCode, diagnostics } = await validated('--online');
    expect(exitCode).toBe(0);
    expect(diagnostics.filter(({ code }) => code === 'CRM182')).toMatchObject([
      { severity: 'warning', file: 'messenger.yaml', line: 2, message: expect.stringContaining('PENDING') },
      { severity: 'note', line: 9, message: expect.stringContaining('has to approve it first') },
    ]);
  });

  test('names the people whom the CRM does not know, and a zone that is not the account’s', async () => {
    write('crmctl.yaml', config);
    write('t.yaml', trigger('true'));
    await validated('--online');
    write('crmctl.yaml', config.replace('Europe/Moscow', 'Asia/Almaty'));
    const { exitCode, diagnostics } = await validated('--online');
    expect(exitCode).toBe(3);
    expect(diagnostics).toMatchObject([
      {
        severity: 'error',
        code: 'CRM175',
        file: 'crmctl.yaml',
        line: 3,
        message: expect.stringContaining('Asia/Almaty'),
      },
      { severity: 'warning', code: 'CRM176', file: 't.yaml', line: 7, address: 'trigger/t' },
    ]);
  });

  test('ends with 1 where nobody answers, and leaves the file alone', async () => {
    write('crmctl.yaml', `${config}environments:\n  there: {crm: {url: "http://127.0.0.1:9", key: "\${KEY}"}}\n`);
    process.env['KEY'] = 'x';
    const ended: unknown = await outputOf(Validate, ['-C', dir, '-e', 'there', '--online']).catch((e: unknown) => e);
    expect(ended).toBeInstanceOf(Failure);
    expect(ended).toMatchObject({ exitCode: 1 });
    expect(schema).toThrow(/ENOENT/);
  }, 120_000);
});

test('import writes the file as well, and then there is nothing to plan; what a trigger reads of it runs', async () => {
  await outputOf(Import, ['-C', dir]);
  const written = schema();
  await outputOf(Import, ['-C', dir]);
  expect(schema()).toBe(written);
  const planned = async (): Promise<readonly unknown[]> =>
    (JSON.parse((await outputOf(Plan, ['-C', dir, '--json'])).stdout) as { resources: unknown[] }).resources;
  expect(await planned()).toEqual([]);

  // Fields that no document declares travel with the release: the runner compiles with them.
  rmSync(join(dir, 'custom-fields.yaml'));
  write('t.yaml', trigger('order.customFields.callAt > now'));
  await outputOf(Apply, ['-C', dir, '--auto-approve']);
  expect(await planned()).toEqual([]);
  expect(JSON.parse((await outputOf(Run, ['-C', dir, '--once', '--json'])).stdout)).toMatchObject({
    format: 'crmctl.run/1',
  });
});

test('codes that the account has beside those that the project declares run, too', async () => {
  write('statuses.yaml', 'kind: StatusGroup\ncode: mine\nname: Mine\nstatuses: [{code: waiting, name: Waiting}]\n');
  write('t.yaml', trigger('order.status in ["waiting", "complete"]'));
  await outputOf(Validate, ['-C', dir, '--online']);
  await outputOf(Apply, ['-C', dir, '--auto-approve']);
  expect(await outputOf(Run, ['-C', dir, '--once', '--json'])).toMatchObject({ exitCode: 0 });
  const { stdout } = await outputOf(Plan, ['-C', dir, '--json', '--select', 'trigger/t']);
  expect(JSON.parse(stdout)).toMatchObject({ resources: [], diagnostics: [] });
});

test('a file that is none of ours is said to be none', async () => {
  write('crmctl.schema.json', '{"format": "crmctl.schema/1", "codes": {"status": "new"}}');
  expect(await validated()).toMatchObject({
    exitCode: 3,
    diagnostics: [
      { code: 'CRM123', file: 'crmctl.schema.json', message: expect.stringContaining('"codes" is no map') },
    ],
  });
});
