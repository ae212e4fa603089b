import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import Apply from '../../src/commands/apply.js';
import Doctor from '../../src/commands/doctor.js';
import { instant } from '../../src/model/instant.js';
import type { Examined } from '../../src/render/doctor.js';
import { openRunnerStore } from '../../src/run/store.js';
import { outputOf } from './commandOutput.js';

let dir: string;
let gateway: Server;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'crmctl-doctor-'));
  gateway = createServer((socket) => socket.destroy());
  await new Promise<void>((listening) => gateway.listen(0, '127.0.0.1', listening));
  const { port } = gateway.address() as AddressInfo; // it listens on a port
  write('crmctl.yaml', 'version: 1\nname: shop\ntimezone: Europe/Moscow\n');
  write(
    'channels.yaml',
    [
      `kind: Channel\ncode: mail\ntype: email\nhost: \${DOCTOR_HOST}\nport: "${port}"\n`,
      'kind: Channel\ncode: sms\ntype: sms\nurl: http://127.0.0.1:9/send\n',
      'kind: Connection\ncode: loyalty\nurl: http://127.0.0.1:9\nheaders: {X-Key: "${DOCTOR_KEY}"}\n',
    ].join('---\n'),
  );
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await new Promise((closed) => gateway.close(closed));
  rmSync(dir, { recursive: true, force: true });
});

function write(name: string, text: string): void {
  writeFileSync(join(dir, name), text);
}

async function examined(...args: string[]): Promise<{ exitCode: number; checks: readonly Examined[]; text: string }> {
  const { stdout, exitCode } = await outputOf(Doctor, ['-C', dir, '--json', ...args]);
  return { exitCode, checks: (JSON.parse(stdout) as { checks: Examined[] }).checks, text: stdout };
}

const states = (checks: readonly Examined[]) => checks.map(({ name, state }) => `${name} ${state}`);

test('--verbose counts what was asked, and nothing else does', async () => {
  expect((await outputOf(Doctor, ['-C', dir])).stderr).not.toContain('requests');
  const { stderr } = await outputOf(Doctor, ['-C', dir, '--verbose']);
  expect(stderr).toMatch(/^requests [1-9]\d*,.*repeated 0$/m);
  expect(stderr).toMatch(/^  GET settings +1 /m);
});

test('looks at machine, project, environment, CRM, store and what is connected to, and says what to do', async () => {
  vi.stubEnv('DOCTOR_HOST', '127.0.0.1');
  const first = await examined();
  expect(first.exitCode).toBe(0);
  expect(states(first.checks)).toEqual([
    ...['node ok', 'project ok', 'environment ok', 'crm ok', 'rights ok', 'automation ok'],
    ...['timezone ok', 'currency ok', 'clock ok', 'store warning'],
    ...['channel/mail ok', 'channel/sms warning', 'connection/loyalty warning'],
  ]);
  const byName = new Map(first.checks.map((check) => [check.name, check]));
  expect(byName.get('store')?.cure).toBe('crmctl plan, then crmctl apply');
  expect(byName.get('channel/mail')?.message).toContain('${DOCTOR_HOST}, port');
  expect(byName.get('channel/sms')?.message).toContain('cannot be reached from here: nobody listens there');
  expect(byName.get('connection/loyalty')?.message).toBe('DOCTOR_KEY is not set here (channels.yaml:12)');

  await outputOf(Apply, ['-C', dir]);
  chmodSync(join(dir, '.crmctl', 'local'), 0o755);
  const stores = (await examined()).checks.filter(({ name }) => name === 'store');
  expect(stores).toMatchObject([
    { state: 'ok', message: expect.stringMatching(/^release 1 of .*, 3 resources run$/) },
    { state: 'warning', cure: `chmod 700 ${join(dir, '.crmctl', 'local')}` },
  ]);
});

test('says how many effects wait for a person', async () => {
  await outputOf(Apply, ['-C', dir]);
  const effects = async (): Promise<readonly Examined[]> =>
    (await examined()).checks.filter(({ name }) => name === 'effects');
  expect(await effects()).toEqual([]);
  const at = instant(Date.parse('2026-03-02T09:00:00Z'));
  const store = openRunnerStore(join(dir, '.crmctl', 'local', 'automation.sqlite'), () => at);
  for (const [id, state] of [
    ['e1', 'dead'],
    ['e2', 'unknown'],
    ['e3', 'dead'],
    ['e4', 'done'],
  ] as const) {
    const effect = { id, at, trigger: 'trigger/t', instance: 'i', step: 's', type: 'send', key: 'order/1' };
    store.outbox.record({ ...effect, data: {}, outcome: 'done', causedBy: 'e', depth: 1 });
    store.outbox.end(id, state, 'late: rate');
  }
  store.close();
  expect(await effects()).toEqual([
    {
      name: 'effects',
      state: 'warning',
      message: 'effects wait for a person: 1 unknown, 2 dead',
      cure: 'crmctl pending says why, crmctl retry settles them',
    },
  ]);
  expect((await examined()).exitCode).toBe(0);
});

test('says which texts the messengers have approved', async () => {
  write('messenger.yaml', 'kind: MessengerTemplate\ncode: ready\nmgChannelId: 1\nlang: ru\ntemplate: [Готово]\n');
  const approvals = async (): Promise<readonly Examined[]> =>
    (await examined()).checks.filter(({ name }) => name === 'approvals');
  expect(await approvals()).toMatchObject([
    { state: 'warning', message: expect.stringContaining('has to approve it') },
  ]);
  await outputOf(Apply, ['-C', dir]);
  expect(await approvals()).toEqual([
    { name: 'approvals', state: 'ok', message: 'messengers have approved what they have to: 1' },
  ]);
});

test('what came through a variable is not printed, but the variable is named, when nobody answers there', async () => {
  vi.stubEnv('DOCTOR_HOST', 'secret-host.invalid');
  const { checks, text } = await examined();
  expect(checks.find(({ name }) => name === 'channel/mail')).toMatchObject({
    state: 'warning',
    message: expect.stringMatching(/ cannot be reached from here: the name /) as string,
    cure: expect.stringMatching(/^check host and port \(DOCTOR_HOST.*\) in channels\.yaml:1; /) as string,
  });
  expect(text).not.toContain('secret-host');
});

test('goes on where it can and ends with 1 when something is wrong', async () => {
  write(
    'crmctl.yaml',
    'version: 1\nname: shop\ntimezone: Europe/Moscow\nenvironments: {there: {crm: {url: "http://x", key: "${DOCTOR_KEY}"}}}\n',
  );
  const { exitCode, checks } = await examined('-e', 'there');
  expect(exitCode).toBe(1);
  expect(states(checks).slice(0, 3)).toEqual(['node ok', 'project ok', 'environment error']);
  expect(checks[2]?.cure).toBe('set it: export DOCTOR_KEY=…');

  rmSync(join(dir, 'crmctl.yaml'));
  expect(states((await examined()).checks)).toEqual(['node ok', 'project error']);
});
