import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectOf } from '../plan/scene.js';
import { openShop, stateOf, type Shop } from './shop.js';
import { files } from './shopFiles.js';

// The bundle finds the packages only from within the project.
const cache = fileURLToPath(new URL('../../node_modules/.cache/crmctl-test', import.meta.url));
let dir: string;
beforeAll(async () => {
  mkdirSync(cache, { recursive: true });
  dir = mkdtempSync(join(cache, 'killed-'));
  const entry = fileURLToPath(new URL('applyProcess.ts', import.meta.url));
  await build({
    entryPoints: [entry],
    outfile: join(dir, 'apply.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const project = projectOf(files);

test.each([
  { write: 1, carriedOut: false },
  { write: 1, carriedOut: true },
  { write: 4, carriedOut: false },
  { write: 6, carriedOut: true },
])(
  'kill -9 at write $write (carried out: $carriedOut), then --resume: the same CRM as without',
  async ({ write, carriedOut }) => {
    const [wanted, shop] = [await openShop(), await openShop()];
    const killer = await killerInFrontOf(shop, write, carriedOut);
    try {
      await wanted.apply(project, await wanted.plan(project));
      const planFile = join(dir, 'plan.json');
      writeFileSync(planFile, JSON.stringify(await shop.plan(project)));

      const child = apply(killer.url, shop, planFile);
      killer.aimAt(child);
      expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
      expect(await stateOf(shop)).not.toEqual(await stateOf(wanted));

      expect(await outputOf(apply(shop.url, shop, planFile))).toBe('done');
      expect(await stateOf(shop)).toEqual(await stateOf(wanted));
      expect((await shop.plan(project)).resources).toEqual([]);
    } finally {
      killer.close();
      await Promise.all([wanted.close(), shop.close()]);
    }
  },
  30_000,
);

test('killed twice, the first time while it wrote its journal: --resume knows what both began', async () => {
  const [wanted, shop] = [await openShop(), await openShop()];
  const killers: Awaited<ReturnType<typeof killerInFrontOf>>[] = [];
  try {
    await wanted.apply(project, await wanted.plan(project));
    const planFile = join(dir, 'plan.json');
    writeFileSync(planFile, JSON.stringify(await shop.plan(project)));
    for (const nth of [1, 2]) {
      const killer = await killerInFrontOf(shop, nth, true);
      killers.push(killer);
      const child = apply(killer.url, shop, planFile);
      killer.aimAt(child);
      expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
      if (nth === 1) appendFileSync(shop.journalFile, '{"started":"custom-fie');
    }
    expect(await outputOf(apply(shop.url, shop, planFile))).toBe('done');
    expect(await stateOf(shop)).toEqual(await stateOf(wanted));
  } finally {
    killers.forEach((killer) => killer.close());
    await Promise.all([wanted.close(), shop.close()]);
  }
}, 60_000);

test('--resume leaves an apply alone that still lives, be it the first one or one that continues it', async () => {
  const shop = await openShop();
  const killers = [await killerInFrontOf(shop, 2, false), await killerInFrontOf(shop, 1, false)];
  try {
    const planFile = join(dir, 'plan.json');
    writeFileSync(planFile, JSON.stringify(await shop.plan(project)));
    for (const killer of killers) {
      const living = apply(killer.url, shop, planFile);
      await killer.reached;
      expect(await outputOf(apply(shop.url, shop, planFile))).toBe('locked');
      living.kill('SIGKILL');
      await once(living, 'exit');
    }
  } finally {
    killers.forEach((killer) => killer.close());
    await shop.close();
  }
}, 120_000);

function apply(url: string, { key, journalFile }: Shop, planFile: string): ChildProcess {
  return spawn(process.execPath, [join(dir, 'apply.mjs'), url, key, planFile, journalFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function outputOf(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(child, 'close');
  return text;
}

/**
 * Hands requests through, and kills the process that makes the nth write to the CRM, before or after it is carried out. Aimed at nobody, it
 * never answers that write.
 */
async function killerInFrontOf(shop: Shop, nth: number, carriedOut: boolean) {
  const target = new URL(shop.url);
  let victim: ChildProcess | undefined;
  let writes = 0;
  const reached = Promise.withResolvers<void>();
  const server = createServer((asked, answer) => {
    const isWrite =
      (asked.method === 'POST' && asked.url?.endsWith('/edit')) || asked.url?.endsWith('/create') === true;
    if (isWrite) writes += 1;
    const kills = isWrite && writes === nth;
    if (kills) reached.resolve();
    if (kills && !carriedOut) victim?.kill('SIGKILL');
    else forward(target, asked, answer, () => (kills ? victim?.kill('SIGKILL') === true : false));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    reached: reached.promise,
    aimAt: (child: ChildProcess) => void (victim = child),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The answer goes back unless `swallow` says that nobody waits for it any more. */
function forward(target: URL, asked: IncomingMessage, answer: ServerResponse, swallow: () => boolean): void {
  const onward = request(
    { host: target.hostname, port: target.port, path: asked.url, method: asked.method, headers: asked.headers },
    (given) => {
      if (swallow()) {
        given.resume();
        return;
      }
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    },
  );
  onward.on('error', () => answer.destroy());
  asked.pipe(onward);
}
