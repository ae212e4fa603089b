import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { crmctl, root, temporaryFolder } from './crmctl.js';

const shopYaml = `kind: Channel
code: email
name: Mail
type: email
host: 127.0.0.1
port: \${SMTP_PORT:-1}
from: shop@example.com
---
kind: Template
code: thanks
name: Thanks
for: order
channel: email
subject: "Order {{ order.number }}"
body: "Thank you"
---
kind: Trigger
code: greet
name: Greet
on: {event: order.created}
do:
  - {id: call, task: {text: "Call {{ order.number }}"}}
  - {id: tell, send: {template: thanks}}
`;

/** The runner as cron and a service manager start it. */
describe('run --once and run --watch', () => {
  let shop: ReturnType<typeof temporaryFolder>;
  const running: ChildProcess[] = [];
  beforeEach(() => {
    shop = temporaryFolder();
    writeFileSync(
      join(shop.path, 'crmctl.yaml'),
      'version: 1\nname: shop\ntimezone: Asia/Almaty\ncurrency: KZT\nlocale: ru\nenvironments: {local: {}}\n',
    );
    writeFileSync(join(shop.path, 'shop.yaml'), shopYaml);
  });
  afterEach(async () => {
    for (const child of running.splice(0))
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    shop.remove();
  });

  function start(...args: string[]): { child: ChildProcess; said(pattern: RegExp): Promise<string> } {
    const child = spawn(process.execPath, [join(root, 'bin/run.js'), ...args], {
      cwd: shop.path,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    return {
      child,
      async said(pattern) {
        while (!pattern.test(text)) {
          if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended: ${text}`);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        return text;
      },
    };
  }

  async function served(): Promise<string> {
    const text = await start('serve', '--json').said(/\}\n$/);
    return (JSON.parse(/\{[\s\S]*\}/.exec(text)![0]) as { url: string }).url;
  }

  async function placeOrder(url: string): Promise<void> {
    const key = readFileSync(join(shop.path, '.crmctl/local/key'), 'utf8').trim();
    const post = async (path: string, name: string, value: object): Promise<number> => {
      const answer = await fetch(`${url}/api/v5/${path}`, {
        method: 'POST',
        headers: { 'X-API-KEY': key },
        body: new URLSearchParams({ [name]: JSON.stringify(value) }),
      });
      const body = (await answer.json()) as { success: boolean; id: number };
      expect(body).toMatchObject({ success: true });
      return body.id;
    };
    const customer = {
      id: await post('customers/create', 'customer', { firstName: 'Anna', email: 'anna@example.com' }),
    };
    await post('orders/create', 'order', { number: 'A-1', status: 'new', customer });
  }

  test('--once does what is due; what did not get away is named with its reason and the next attempt', async () => {
    const url = await served();
    expect((await crmctl(shop.path, ['apply', '--auto-approve'])).exitCode).toBe(0);
    await placeOrder(url);
    const { exitCode, stdout, stderr } = await crmctl(shop.path, ['run', '--once']);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(
        /^Run: \d+ events, 1 entered, effects: 1 done, 1 retry\. .*\nwaiting {2}send by email: channel\/email cannot be reached: nobody listens there \(its host and port\) for order\/1, next attempt \d{4}-/,
      ) as string,
    });
    expect(stderr).toContain('environment local');
    const again = JSON.parse((await crmctl(shop.path, ['run', '--once', '--json'])).stdout) as { attention: unknown };
    expect(again.attention).toMatchObject([
      { state: 'retry', type: 'send', channel: 'email', next: expect.stringMatching(/^\d{4}-.*Z$/) as string },
    ]);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    '--watch does what comes, and ends on %s with exit code 0',
    async (signal) => {
      const url = await served();
      await crmctl(shop.path, ['apply', '--auto-approve']);
      const watching = start('run', '--watch', '--every', '1');
      await watching.said(/environment local/);
      await placeOrder(url);
      await watching.said(/1 entered/);
      const ended = once(watching.child, 'exit');
      watching.child.kill(signal);
      expect(await ended).toEqual([0, null]);
      // It let go of everything: the next one may run at once.
      expect((await crmctl(shop.path, ['run', '--once'])).stderr).not.toContain('another runner');
    },
  );

  test('a second runner beside one that watches says so and ends with 0', async () => {
    await served();
    await crmctl(shop.path, ['apply', '--auto-approve']);
    const database = await import('better-sqlite3');
    const { hostname } = await import('node:os');
    const file = new database.default(join(shop.path, '.crmctl/local/automation.sqlite'));
    await crmctl(shop.path, ['run', '--once']);
    file
      .prepare('INSERT OR REPLACE INTO lease (one, owner, token, until) VALUES (1, ?, 99, ?)')
      .run(`${process.pid}@${hostname()} test`, Date.now() + 60_000);
    file.close();
    const { exitCode, stderr, stdout } = await crmctl(shop.path, ['run', '--once', '--json']);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/another runner is at work/);
    expect(JSON.parse(stdout)).toMatchObject({ format: 'crmctl.run/1', events: 0, effects: { done: 0 } });
  });

  test('a backlog over the limit is refused with exit code 4 and goes out with --approve', async () => {
    writeFileSync(
      join(shop.path, 'policy.yaml'),
      'kind: Policy\ncode: default\nname: Policy\ncatchUp: {maxMessages: 0}\n',
    );
    const url = await served();
    await crmctl(shop.path, ['apply', '--auto-approve']);
    await placeOrder(url);
    const { exitCode, stderr } = await crmctl(shop.path, ['run', '--once']);
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/more than policy\.catchUp\.maxMessages \(0\): nothing was sent/);
    expect((await crmctl(shop.path, ['run', '--once', '--approve'])).exitCode).toBe(0);
  });

  test('a key that the CRM refuses: exit code 1, a sentence, no stack, no key', async () => {
    const url = await served();
    writeFileSync(
      join(shop.path, 'crmctl.yaml'),
      `version: 1\nname: shop\ntimezone: Asia/Almaty\ncurrency: KZT\nlocale: ru\nenvironments: {wrong: {crm: {url: "${url}", key: "\${KEY}"}}}\n`,
    );
    const right = { KEY: readFileSync(join(shop.path, '.crmctl/local/key'), 'utf8').trim() };
    expect((await crmctl(shop.path, ['apply', '--auto-approve'], { env: right })).exitCode).toBe(0);
    const env = { KEY: 'not-the-key-of-this-crm' };
    for (const args of [['plan'], ['apply', '--auto-approve'], ['run', '--once'], ['run', '--watch']]) {
      const { exitCode, stderr } = await crmctl(shop.path, args, { env });
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/apiKey/i);
      expect(stderr).not.toMatch(/not-the-key-of-this-crm|\n\s+at /);
    }
  });
});
