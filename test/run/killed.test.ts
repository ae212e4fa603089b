import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { execa } from 'execa';
import { expect, inject, onTestFinished, test } from 'vitest';
import { createCrmClient, type CrmClient } from '../../src/crm/client.js';
import { startServer } from '../../src/server/start.js';
import type { RunSummary } from '../../src/run/runOnce.js';
import { listOf, type Row } from './liveShop.js';
import { openPostOffice } from './postOffice.js';

const bin = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const seed = inject('seed');
const orders = 8;

const files = {
  'crmctl.yaml':
    'version: 1\nname: shop\ntimezone: Europe/Moscow\ncurrency: RUB\nlocale: ru\nenvironments: {local: {}}\n',
  'shop.yaml': `kind: Channel
code: email
name: Mail
type: email
host: 127.0.0.1
port: \${SMTP_PORT}
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
code: everything
name: Everything
on: {event: order.created}
do:
  - {id: call, task: {text: "Call {{ order.number }}"}}
  - {id: remember, note: "Ordered {{ order.number }}"}
  - {id: tell, send: {template: thanks}}
  - {id: mark, tag: {add: buyer}}
  - {id: move, set: {order.status: client-confirmed}}
---
kind: Trigger
code: confirmed
name: Confirmed
on: {changed: order.status, to: client-confirmed}
exit: order.status != "client-confirmed"
do:
  - {id: on, set: {order.status: assembling}}
`,
};

/** Where the CRM runs: beside the runner, or in its process, so that it dies with it. */
test.each(['in another process', 'in the process that is killed'] as const)(
  `kill -9 of run --once at random moments, the CRM %s: everything once, nothing lost`,
  async (where) => {
    const apart = where === 'in another process';
    const random = randomFrom(seed + (apart ? 0 : 1));
    const dir = mkdtempSync(join(tmpdir(), 'crmctl-killed-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
    const office = await openPostOffice();
    const env = { ...process.env, NO_COLOR: '1', SMTP_PORT: String(office.port) };
    await execa(process.execPath, [bin, 'apply', '--auto-approve'], { cwd: dir, env });

    const state = join(dir, '.crmctl/local');
    const key = readFileSync(join(state, 'key'), 'utf8').trim();
    const served = apart ? await serve(dir, env) : undefined;
    await inCrm(state, key, served, async (crm) => {
      for (let number = 1; number <= orders; number++) await placeOrder(crm, number);
    });

    let kills = 0;
    for (let attempt = 0; attempt < 14; attempt++) {
      const runner = spawn(process.execPath, [bin, 'run', '--once'], { cwd: dir, env, stdio: 'ignore' });
      const ended = once(runner, 'exit');
      if (await isAtWork(runner, join(state, 'automation.sqlite')))
        await new Promise((resolve) => setTimeout(resolve, random() * 160));
      if (runner.exitCode === null && runner.kill('SIGKILL')) kills++;
      await ended;
    }
    expect(kills).toBeGreaterThan(5);

    const first = await runOnce(dir, env);
    const last = await runOnce(dir, env);
    expect(last).toMatchObject({ events: 0, entered: 0, effects: { done: 0, retry: 0, dead: 0, unknown: 0 } });
    expect(last.attention).toEqual(first.attention);

    await inCrm(state, key, served, async (crm) => {
      const numbers = Array.from({ length: orders }, (_, index) => `N-${index + 1}`);
      const tasks = listOf(await crm.list({ method: 'GET', path: 'tasks' }, 'tasks'));
      expect(tasks.map(({ text }) => String(text)).sort()).toEqual(numbers.map((number) => `Call ${number}`).sort());
      const notes = listOf(await crm.list({ method: 'GET', path: 'customers/notes' }, 'notes'));
      expect(notes.map(({ text }) => String(text).split('\n')[0]).sort()).toEqual(
        numbers.map((number) => `Ordered ${number}`).sort(),
      );
      const moves: string[] = [];
      for await (const { rows } of crm.history('orders', 0))
        for (const { field, order, newValue } of rows)
          if (field === 'status') moves.push(`${String((order as Row)['id'])} ${String((newValue as Row)['code'])}`);
      const ids = Array.from({ length: orders }, (_, index) => index + 1);
      expect(moves.sort()).toEqual(
        ids.flatMap((id) => ['new', 'client-confirmed', 'assembling'].map((status) => `${id} ${status}`)).sort(),
      );
      const customers = listOf(await crm.list({ method: 'GET', path: 'customers' }, 'customers'));
      const tagged = customers.map(({ tags }) => (tags as readonly Row[]).map(({ name }) => name));
      expect(tagged).toEqual(ids.map(() => ['buyer']));
    });

    const database = new Database(join(state, 'automation.sqlite'), { readonly: true });
    const effects = database
      .prepare<[], { id: string; state: string; type: string }>(
        "SELECT id, state, json_extract(document, '$.type') AS type FROM outbox",
      )
      .all();
    database.close();
    expect(effects).toHaveLength(orders * 6);
    const letters = effects.filter(({ type }) => type === 'send');
    expect(effects.filter(({ type, state: is }) => type !== 'send' && is !== 'done')).toEqual([]);
    for (const { id, state: is } of letters) {
      const arrived = office.letters.filter(({ effect }) => effect === id).length;
      expect(is === 'unknown' ? [0, 1] : [1]).toContain(arrived);
      expect(['done', 'unknown']).toContain(is);
    }
    const unsure = letters.filter(({ state: is }) => is === 'unknown').map(({ id }) => id);
    expect(last.attention.map(({ effect }) => effect).sort()).toEqual(unsure.sort());
    expect(office.letters.every(({ effect }) => letters.some(({ id }) => id === effect))).toBe(true);
  },
  120_000,
);

async function placeOrder(crm: CrmClient, number: number): Promise<void> {
  const customer = { firstName: `C-${number}`, email: `c${number}@example.com` };
  const { id } = await crm.call({ method: 'POST', path: 'customers/create', body: { customer } });
  const order = { number: `N-${number}`, status: 'new', customer: { id } };
  await crm.call({ method: 'POST', path: 'orders/create', body: { order } });
}

/** Waits until the runner has taken its lease; `false`: it ended without. */
async function isAtWork(runner: ChildProcess, file: string): Promise<boolean> {
  while (runner.exitCode === null && runner.signalCode === null) {
    if (existsSync(file)) {
      const database = new Database(file, { readonly: true });
      try {
        const has = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'lease'").get() !== undefined;
        const held = has ? database.prepare<[], { owner: string }>('SELECT owner FROM lease').get() : undefined;
        if (held?.owner.startsWith(`${runner.pid}@`) === true) return true;
      } finally {
        database.close();
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  return false;
}

async function runOnce(dir: string, env: NodeJS.ProcessEnv): Promise<RunSummary> {
  const { stdout } = await execa(process.execPath, [bin, 'run', '--once', '--json'], { cwd: dir, env });
  return JSON.parse(stdout) as RunSummary;
}

/** `crmctl serve`, until the test ends; its address. */
async function serve(dir: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [bin, 'serve', '--json'], {
    cwd: dir,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.endsWith('}\n')) break;
  }
  return (JSON.parse(text) as { url: string }).url;
}

/** Uses the CRM that is served, or opens the files of the one that lives in the runner's process. */
async function inCrm(
  state: string,
  key: string,
  served: string | undefined,
  work: (crm: CrmClient) => Promise<void>,
): Promise<void> {
  const own =
    served === undefined
      ? await startServer({
          crmFile: join(state, 'crm.sqlite'),
          automationFile: join(state, 'automation.sqlite'),
          key,
          unlimited: true,
        })
      : undefined;
  const crm = createCrmClient({ url: served ?? own!.url, key });
  try {
    await work(crm);
  } finally {
    await crm.close();
    await own?.close();
  }
}

/** mulberry32 */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
