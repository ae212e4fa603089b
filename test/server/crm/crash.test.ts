import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { totalsOf } from '../../../src/server/crm/customers/totals.js';
import { startServer } from '../../../src/server/start.js';

const key = 'key-of-the-crash-test';
const folder = mkdtempSync(join(tmpdir(), 'crmctl-crash-'));
// Inside the project, so that the bundle finds better-sqlite3.
const bundles = fileURLToPath(new URL('../../../node_modules/.cache/crmctl-test/', import.meta.url));
const bundle = join(bundles, `serve-for-kill-${process.pid}.mjs`);

beforeAll(async () => {
  mkdirSync(bundles, { recursive: true });
  const entry = fileURLToPath(new URL('./serveForKill.ts', import.meta.url));
  const require =
    "import{createRequire as makeRequire__}from'node:module';const require=makeRequire__(import.meta.url);";
  await build({
    entryPoints: [entry],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['better-sqlite3'],
    banner: { js: require },
  });
});

afterAll(() => {
  rmSync(bundle, { force: true });
  rmSync(folder, { recursive: true });
});

it('leaves a whole store when it is killed at any moment of many writes', async () => {
  const files = { crmFile: join(folder, 'crm.sqlite'), automationFile: join(folder, 'automation.sqlite') };
  const acknowledged = new Set<string>();
  for (const [round, deadline] of [3, 17, 40, 71].entries()) {
    const child = spawn(process.execPath, [bundle, files.crmFile, files.automationFile, key], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const url = line.toString().trim();
    let answers = 0;
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let i = 0; ; i++) {
        const externalId = `${round}-${writer}-${i}`;
        const made = await post(url, 'orders/create', { order: orderOf(externalId) });
        if (made === undefined) return;
        acknowledged.add(externalId);
        if (++answers >= deadline) child.kill('SIGKILL');
        if ((await post(url, `orders/${externalId}/edit`, { order: { status: 'assembling' } })) === undefined) return;
      }
    });
    await Promise.all(writers);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
  }

  const server = await startServer({ ...files, key, unlimited: true, kinds: [] });
  try {
    const { store } = server.crm;
    const all = <Row>(sql: string): Row[] => store.db.prepare<[], Row>(sql).all();
    expect(all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    const orders = all<{ id: number; external_id: string; status: string; customer_id: number }>(
      'SELECT id, external_id, status, customer_id FROM orders',
    );
    const present = new Set(orders.map(({ external_id }) => external_id));
    expect(
      [...acknowledged].filter((id) => !present.has(id)),
      'what was answered is there',
    ).toEqual([]);
    for (const { id, status } of orders) {
      const rows = all<{ field: string; created: number; code: string }>(
        `SELECT field, created, json_extract(new_value, '$.code') AS code FROM history WHERE entity = 'orders' AND subject = ${id} ORDER BY id`,
      );
      expect(
        rows.filter(({ created }) => created === 1),
        `order ${id} was born once`,
      ).toHaveLength(1);
      expect(rows.filter(({ field }) => field === 'status').at(-1)?.code, 'its history ends where it stands').toBe(
        status,
      );
    }
    const born = all<{ count: number }>(
      `SELECT count(*) AS count FROM history WHERE entity = 'orders' AND created = 1`,
    );
    expect(born, 'no history of an order that is not there').toEqual([{ count: orders.length }]);
    const payments = all<{ count: number }>('SELECT count(*) AS count FROM order_payments');
    expect(payments, 'every order has its payment').toEqual([{ count: orders.length }]);
    for (const [customer, own] of Map.groupBy(orders, ({ customer_id }) => customer_id)) {
      expect(totalsOf(store, customer)).toMatchObject({ ordersCount: own.length, totalSumm: own.length * 100 });
    }
  } finally {
    await server.close();
  }
}, 60_000);

function orderOf(externalId: string): Record<string, unknown> {
  const phone = `+7999000000${externalId.length % 10}`;
  return { externalId, phone, items: [{ productName: 'Чай', initialPrice: 100 }], payments: [{ type: 'cash' }] };
}

/** The answer, or `undefined` when the server is gone. */
async function post(url: string, path: string, body: Record<string, unknown>): Promise<unknown> {
  try {
    const headers = { 'x-api-key': key, 'content-type': 'application/json' };
    const answer = await fetch(`${url}/api/v5/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const read = (await answer.json()) as { success: boolean };
    expect(read).toMatchObject({ success: true });
    return read;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
