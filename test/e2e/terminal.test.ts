import { spawn, spawnSync } from 'node:child_process';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crmctl, root, temporaryFolder } from './crmctl.js';

/** `script` of util-linux gives a command a terminal. */
const hasTerminal = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') === true;

let shop: ReturnType<typeof temporaryFolder>;
beforeAll(async () => {
  shop = temporaryFolder();
  await crmctl(shop.path, ['init', 'shop']);
  await crmctl(join(shop.path, 'shop'), ['apply']);
  renameSync(join(shop.path, 'shop/triggers'), join(shop.path, 'triggers'));
}, 60_000);
afterAll(() => shop.remove());

/** Runs crmctl in a terminal and types an answer as soon as it asks. */
function inTerminal(
  args: string,
  answer: string,
): Promise<{ readonly shown: string; readonly exitCode: number | null }> {
  const { CI: _, ...env } = process.env;
  const command = `${process.execPath} ${join(root, 'bin/run.js')} ${args}`;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: join(shop.path, 'shop'),
    env: { ...env, TERM: 'xterm' },
  });
  let shown = '';
  let answered = false;
  child.stdout.on('data', (data: Buffer) => {
    shown += data.toString();
    if (answered || !shown.includes('to remove them:')) return;
    answered = true;
    child.stdin.write(answer);
  });
  return new Promise((settle) => child.once('close', (exitCode) => settle({ shown, exitCode })));
}

describe.skipIf(!hasTerminal)('apply in a terminal', () => {
  test.each([
    ['another word', 'loca\r'],
    ['Ctrl+C', '\u0003'],
    ['Ctrl+D', '\u0004'],
  ])(
    'shows the plan, asks for the name of the environment, and takes %s for a no',
    async (_, answer) => {
      const { shown, exitCode } = await inTerminal('apply', answer);
      expect(shown).toMatch(/\u001b\[31m-\u001b\[\d+m new-order/);
      expect(shown).toContain('2 to remove: template/new-order, trigger/new-order');
      expect(shown).toContain('not confirmed, nothing was changed');
      expect(exitCode).toBe(4);
    },
    120_000,
  );

  test('removes when it is typed', async () => {
    const { shown, exitCode } = await inTerminal('apply --no-color', 'local\r');
    expect(shown).not.toContain('\u001b[31m');
    expect(shown).toContain('Applied 2.');
    expect(exitCode).toBe(0);
  }, 120_000);
});
