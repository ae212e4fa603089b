import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Failure } from '../../src/cli/failure.js';
import Record from '../../src/commands/record.js';
import Run from '../../src/commands/run.js';
import { openEnvironment } from '../../src/environment/open.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { readWorkspace } from '../../src/workspace/readWorkspace.js';
import { outputOf } from './commandOutput.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'crmctl-record-'));
  writeFileSync(join(dir, 'crmctl.yaml'), 'version: 1\nname: shop\ntimezone: Asia/Almaty\ncurrency: RUB\n');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** More orders than a page of history holds, one of them changed, one of a customer of its own. */
async function letThingsHappen(orders: number): Promise<void> {
  const workspace = readWorkspace(dir, vocabulary);
  if (!workspace.found) throw new Error('no project');
  const opened = await openEnvironment({ project: workspace.project, dir, env: {} });
  if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
  const { crm } = opened.environment;
  const { id } = await crm.call({
    method: 'POST',
    path: 'customers/create',
    body: { customer: { firstName: 'Anna' } },
  });
  for (let number = 1; number <= orders; number++)
    await crm.call({
      method: 'POST',
      path: 'orders/create',
      body: { order: { number: `A-${number}`, customer: { id } } },
    });
  await crm.call({ method: 'POST', path: 'orders/1/edit', body: { by: 'id', order: { status: 'complete' } } });
  await opened.environment.close();
}

const recorded = async (file: string) => JSON.parse((await outputOf(Record, ['-C', dir, '-o', file, '--json'])).stdout);

test('the whole history becomes a log that a back-test reads to its end', async () => {
  await letThingsHappen(130);
  const file = join(dir, 'history.ndjson.gz');
  const result = await recorded(file);
  expect(result).toMatchObject({
    format: 'crmctl.record/1',
    byType: { 'customer.created': 1, 'order.created': 130, 'order.changed': 1 },
  });

  const lines = gunzipSync(readFileSync(file))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(result.events);
  expect(lines.map(({ time }) => time)).toEqual(lines.map(({ time }) => time).sort());
  // Within a second a customer comes before the orders.
  expect(lines[0].type).toBe('customer.created');
  expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
  expect([result.first, result.last]).toEqual([lines[0].time, lines.at(-1).time]);

  const { stdout } = await outputOf(Run, ['-C', dir, '--dry-run', '--events', file, '--json']);
  expect(JSON.parse(stdout).events).toMatchObject({ read: result.events });
});

test('without a history the log is empty, and the answer says so', async () => {
  const file = join(dir, 'empty.ndjson');
  const { stdout } = await outputOf(Record, ['-C', dir, '-o', file]);
  expect(stdout).toContain("the CRM's history is empty");
  expect(readFileSync(file, 'utf8')).toBe('');
});

test('a log that is there already is not written over', async () => {
  const file = join(dir, 'kept.ndjson');
  writeFileSync(file, 'kept');
  await expect(recorded(file)).rejects.toMatchObject({ exitCode: 4, cure: expect.stringContaining('another file') });
  expect(readFileSync(file, 'utf8')).toBe('kept');
});

test('what cannot be written leaves nothing behind', async () => {
  const file = join(dir, 'no', 'folder.ndjson');
  await expect(recorded(file)).rejects.toBeInstanceOf(Failure);
  expect(existsSync(file)).toBe(false);
  expect(readdirSync(dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
