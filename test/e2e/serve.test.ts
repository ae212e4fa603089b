import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { crmctl, root, temporaryFolder } from './crmctl.js';

/** `crmctl serve` as a user starts it: another process, stopped by a signal. */
describe('serve', () => {
  let shop: ReturnType<typeof temporaryFolder>;
  const running: ChildProcess[] = [];
  beforeEach(() => {
    shop = temporaryFolder();
    writeFileSync(
      join(shop.path, 'crmctl.yaml'),
      'version: 1\nname: shop\ntimezone: Asia/Almaty\ncurrency: KZT\nlocale: ru\nenvironments: {local: {}}\n',
    );
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((child) => end(child, 'SIGKILL')));
    shop.remove();
  });

  async function serve(...args: string[]): Promise<{ child: ChildProcess; announced: Announced }> {
    const child = spawn(process.execPath, [join(root, 'bin/run.js'), 'serve', '--json', ...args], {
      cwd: shop.path,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    let text = '';
    let trouble = '';
    child.stderr.on('data', (chunk: Buffer) => (trouble += chunk.toString()));
    for await (const chunk of child.stdout) {
      text += String(chunk);
      if (text.endsWith('}\n')) return { child, announced: JSON.parse(text) as Announced };
    }
    throw new Error(`serve ended: ${trouble}`);
  }

  test('offers the CRM of the project to who has the key, and ends cleanly on SIGTERM and SIGINT', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const { child, announced } = await serve();
      const serverFile = join(shop.path, '.crmctl/local/server.json');
      expect(JSON.parse(readFileSync(serverFile, 'utf8'))).toMatchObject({ url: announced.url, pid: child.pid });
      expect(statSync(announced.keyFile).mode & 0o777).toBe(0o600);
      const key = readFileSync(announced.keyFile, 'utf8').trim();
      const settings = await fetch(`${announced.crm}/settings`, { headers: { 'x-api-key': key } });
      expect(await settings.json()).toMatchObject({
        settings: { timezone: { value: 'Asia/Almaty' }, default_currency: { value: 'KZT' } },
      });
      expect((await fetch(`${announced.crm}/settings`)).status).toBe(403);
      expect((await fetch(announced.automation)).status).toBe(401);
      expect(JSON.stringify(announced)).not.toContain(key);
      expect(await end(child, signal)).toEqual([0, null]);
      expect(existsSync(serverFile)).toBe(false);
    }
  });

  test('is one for an environment: the second says where the first is, and one that was killed is no hindrance', async () => {
    const { child, announced } = await serve();
    const second = await crmctl(shop.path, ['serve']);
    expect(second.exitCode).toBe(1);
    expect(second.stderr).toContain(announced.url);
    expect(second.stderr).toContain(String(child.pid));
    await end(child, 'SIGKILL');
    const third = await serve();
    expect(third.announced.url).not.toBe('');
  });

  test('says so when the port is taken', async () => {
    const { announced } = await serve();
    writeFileSync(
      join(shop.path, 'crmctl.yaml'),
      `${readFileSync(join(shop.path, 'crmctl.yaml'), 'utf8').replace('{local: {}}', '{local: {}, other: {}}')}`,
    );
    const port = new URL(announced.url).port;
    const second = await crmctl(shop.path, ['serve', '-e', 'other', '--port', port]);
    expect(second.exitCode).toBe(1);
    expect(second.stderr).toContain(port);
    expect(second.stderr).not.toMatch(/\n\s+at /);
  });
});

interface Announced {
  readonly url: string;
  readonly crm: string;
  readonly automation: string;
  readonly keyFile: string;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return [child.exitCode, child.signalCode];
  const exit = once(child, 'exit');
  child.kill(signal);
  return exit;
}
