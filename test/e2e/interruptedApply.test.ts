import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { instant } from '../../src/model/instant.js';
import { startServer, type StartedServer } from '../../src/server/start.js';
import { crmctl, root, temporaryFolder, type Ended } from './crmctl.js';

/** What stands between crmctl and the CRM: lets the first writes through, then does something else with them. */
interface Way {
  writes: number;
  readonly url: string;
  instead: (incoming: IncomingMessage, response: ServerResponse) => void;
  close(): Promise<void>;
}

const fields = [1, 2, 3, 4].map(
  (n) => `kind: CustomField\nof: order\ncode: field${n}\nname: Field ${n}\ntype: string\n`,
);
const answer = (status: number, errorMsg: string) => (_: IncomingMessage, response: ServerResponse) =>
  void response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ success: false, errorMsg }));

let shop: ReturnType<typeof temporaryFolder>;
let crm: StartedServer;
let way: Way;

beforeEach(async () => {
  shop = temporaryFolder();
  crm = await startServer({
    crmFile: join(shop.path, 'crm.sqlite'),
    automationFile: join(shop.path, 'other.sqlite'),
    key: 'key-of-the-test',
    unlimited: true,
    now: () => instant(Date.now()),
  });
  way = await openWay(crm.url);
  const environment = `{crm: {url: "${way.url}", key: "\${KEY}"}}`;
  writeFileSync(
    join(shop.path, 'crmctl.yaml'),
    `version: 1\nname: shop\ntimezone: Europe/Moscow\ncurrency: RUB\nlocale: ru\nenvironments: {production: ${environment}}\n`,
  );
  writeFileSync(join(shop.path, 'fields.yaml'), fields.join('---\n'));
});
afterEach(async () => {
  await way.close();
  await crm.close();
  shop.remove();
});

const env = { KEY: 'key-of-the-test' };
const run = (...args: string[]): Promise<Ended> => crmctl(shop.path, args, { env });
const journal = (): string => join(shop.path, '.crmctl/production/apply.journal');

async function openWay(target: string): Promise<Way> {
  const pass: Way['instead'] = (incoming, response) => {
    const { hostname, port } = new URL(target);
    const { url: path, method, headers } = incoming;
    const outgoing = request({ hostname, port, path, method, headers }, (answered) => {
      response.writeHead(answered.statusCode!, answered.headers); // an answer has one
      answered.pipe(response);
    });
    outgoing.once('error', () => response.destroy());
    incoming.pipe(outgoing);
  };
  const server: Server = createServer((incoming, response) => {
    const isWrite = incoming.method === 'POST';
    (isWrite && made.writes-- <= 0 ? made.instead : pass)(incoming, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const made: Way = {
    writes: Infinity,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // listening on TCP
    instead: pass,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return made;
}

/** Starts an apply whose third write is never answered, and sends it a signal then. */
async function signalled(
  signal: NodeJS.Signals,
): Promise<{ readonly exitCode: number | null; readonly stderr: string }> {
  way.writes = 2;
  const reached = new Promise<void>((resolve) => (way.instead = () => resolve()));
  const args = [join(root, 'bin/run.js'), 'apply', '--auto-approve', '--parallelism', '1'];
  const child = spawn(process.execPath, args, { cwd: shop.path, env: { ...process.env, ...env, CI: 'true' } });
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  await reached;
  child.kill(signal);
  return { exitCode: await ended, stderr };
}

async function nothingIsLost(): Promise<void> {
  way.writes = Infinity;
  const resumed = await run('apply', '--resume', '--json');
  expect(resumed.exitCode).toBe(0);
  expect(existsSync(journal())).toBe(false);
  expect((await run('plan', '--detailed-exitcode')).exitCode).toBe(0);
}

describe('an apply that does not come to its end', () => {
  test.each([
    ['is refused', answer(400, 'Not today'), /field3 .*Not today/],
    [
      'has the connection cut',
      (incoming: IncomingMessage) => void incoming.socket.destroy(),
      /field3 .*the connection was cut/,
    ],
  ])(
    'because a write %s is applied in part: 6, and --resume goes on',
    async (_, then, told) => {
      way.writes = 2;
      way.instead = then;
      const { exitCode, stdout, stderr } = await run('apply', '--auto-approve', '--parallelism', '1');
      expect({ exitCode, stderr }).toMatchObject({
        exitCode: 6,
        stderr: expect.stringContaining('applied in part; to continue: crmctl apply --resume'),
      });
      expect(stdout).toMatch(told);
      await nothingIsLost();
    },
    120_000,
  );

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'because of %s says how to continue: 6',
    async (signal) => {
      const { exitCode, stderr } = await signalled(signal);
      expect(exitCode).toBe(6);
      expect(stderr).toMatch(/crmctl: interrupted; .*\n +to continue: crmctl apply --resume\n$/);
      await nothingIsLost();
    },
    120_000,
  );

  test('because it was killed keeps the lock: 5, and the next one is told how to continue', async () => {
    expect((await signalled('SIGKILL')).exitCode).toBeNull();
    way.writes = Infinity;
    expect(await run('apply', '--auto-approve')).toMatchObject({
      exitCode: 5,
      stderr: expect.stringMatching(/an apply was begun here and interrupted: .*\n +what .*: crmctl apply --resume/),
    });
    await nothingIsLost();
  }, 120_000);
});

describe('1: what the CRM does not let be done is named, with its cure, and no secret', () => {
  test.each([
    [
      'a key without the right',
      403,
      'Access denied.',
      /does not let this key do this: Access denied\. .*\n +Give the key this right/,
    ],
    ['a wrong key', 403, 'Wrong "apiKey" value.', /does not accept the key.*\n +Check crm\.key/],
    ['an account that is not there', 404, 'Account does not exist.', /\n +Check the url/],
  ])(
    '%s',
    async (_, status, errorMsg, told) => {
      await way.close();
      const denying = createServer(answer(status, errorMsg));
      const { port } = new URL(way.url);
      await new Promise<void>((resolve) => denying.listen(Number(port), '127.0.0.1', resolve));
      try {
        for (const command of ['plan', 'import']) {
          const { exitCode, stdout, stderr } = await run(command);
          expect({ command, exitCode, stdout }).toEqual({ command, exitCode: 1, stdout: '' });
          expect(stderr).toMatch(told);
          expect(stderr).not.toContain(env.KEY);
        }
      } finally {
        denying.closeAllConnections();
        await new Promise((resolve) => denying.close(resolve));
      }
    },
    120_000,
  );
});
