import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crmctl, root, temporaryFolder } from './crmctl.js';

let shop: ReturnType<typeof temporaryFolder>;
beforeAll(async () => {
  shop = temporaryFolder();
  await crmctl(shop.path, ['init', '.']);
}, 60_000);
afterAll(() => shop.remove());

/** Runs crmctl; one of its streams is closed by who reads it before anything is written. */
function unheard(stream: 'stdout' | 'stderr', ...args: string[]): Promise<{ exitCode: number | null; heard: string }> {
  const child = spawn(process.execPath, [join(root, 'bin/run.js'), ...args], { cwd: shop.path });
  let heard = '';
  child[stream].destroy();
  child[stream === 'stdout' ? 'stderr' : 'stdout'].on('data', (data: Buffer) => (heard += data.toString()));
  return new Promise((resolve) => child.once('close', (exitCode) => resolve({ exitCode, heard })));
}

test('who closes the result, as head does, ends the command without a word', async () => {
  const { exitCode, heard } = await unheard('stdout', 'catalog');
  expect({ exitCode, heard }).toEqual({ exitCode: 0, heard: '' });
}, 60_000);

test('who closes the progress does not keep an apply from its end', async () => {
  const { exitCode, heard } = await unheard('stderr', 'apply', '--auto-approve');
  expect({ exitCode, heard }).toEqual({
    exitCode: 0,
    heard: expect.stringMatching(/Applied \d+.*is what the runner executes/s),
  });
}, 60_000);
