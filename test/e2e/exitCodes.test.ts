import { createServer } from 'node:net';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crmctl, temporaryFolder } from './crmctl.js';

/** The whole table of docs/cli.md, from outside. */
describe('exit codes', () => {
  let shop: ReturnType<typeof temporaryFolder>;
  beforeAll(() => {
    shop = temporaryFolder('demo-shop');
  });
  afterAll(() => shop.remove());
  const run = (...args: string[]) => crmctl(shop.path, args);
  const code = async (...args: string[]) => (await run(...args)).exitCode;

  test.each(['plan', 'validate'])('the usage of %s has no empty choices', async (command) => {
    expect((await run(command, '--help')).stdout).not.toMatch(/\|\s+\|/);
  });

  describe('64: usage', () => {
    test.each([
      ['an unknown command', ['plann'], /did you mean "crmctl plan"/],
      ['an unknown flag', ['plan', '--detailed-exit-code'], /--detailed-exit-code/],
      ['a flag that other tools have', ['apply', '--yes'], /did you mean "--auto-approve"/],
      ['an unknown argument', ['validate', 'extra'], /unexpected argument "extra"\n +crmctl validate --help/],
      ['a missing argument', ['schema'], /missing KIND/],
      ['a value that a flag does not take', ['validate', '--format', 'xml'], /--format/],
      [
        'a number out of its bounds',
        ['test', '--threshold', '200'],
        /--threshold takes an integer less than or equal to 100/,
      ],
      ['no number', ['plan', '--parallelism', 'many'], /--parallelism takes an integer but received: many/],
      ['a flag without its value', ['test', '--threshold'], /--threshold expects a value/],
      ['flags that exclude each other', ['run', '--once', '--watch'], /--watch does not go with --once/],
      ['run without a way to run', ['run'], /--dry-run, --once or --watch/],
      ['a back-test without a log', ['run', '--dry-run'], /--events/],
      [
        'a selection that selects nothing',
        ['plan', '--select', 'trigger/no-anser'],
        /did you mean "trigger\/no-answer"/,
      ],
      ['a selection where nothing is selected', ['report', '--select', 'nothing/*'], /--select does nothing here/],
      ['a selection for the whole environment', ['doctor', '--exclude', 'trigger/*'], /--exclude does nothing here/],
      ['an unknown guard', ['apply', '--auto-approve', '--accept', 'replays'], /did you mean "replay"/],
    ])('%s', async (_, args, message) => {
      const { exitCode, stderr, stdout } = await run(...args);
      expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: '' });
      expect(stderr).toMatch(message);
      expect(stderr).not.toMatch(/\n\s+at /);
    });
  });

  test('NO_COLOR counts before FORCE_COLOR, and nobody warns of it', async () => {
    const ended = await crmctl(shop.path, ['validate'], { env: { NO_COLOR: '1', FORCE_COLOR: '1' } });
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ended.stdout).not.toContain('\u001b');
  });

  test('0: success, help and version', async () => {
    expect(await code('validate')).toBe(0);
    expect(await code('--help')).toBe(0);
    expect(await code('plan', '--help')).toBe(0);
    expect((await run('--version')).stdout).toMatch(/^crmctl\/\d+\.\d+\.\d+ /);
  });

  test('1: nothing applied yet; a CRM that is not there; a wrong environment', async () => {
    const { exitCode, stderr } = await run('run', '--once');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('nothing applied yet: crmctl apply');
    expect(await code('plan', '-e', 'production')).toBe(1);
    const nowhere = await freePort();
    appendFileSync(
      join(shop.path, 'crmctl.yaml'),
      `  down:\n    crm: {url: "http://127.0.0.1:${nowhere}", key: "\${KEY}"}\n`,
    );
    const down = await crmctl(shop.path, ['plan', '-e', 'down'], { env: { KEY: 'secret-of-the-test' } });
    expect(down.exitCode).toBe(1);
    expect(down.stderr).toMatch(/127\.0\.0\.1/);
    expect(down.stderr + down.stdout).not.toContain('secret-of-the-test');
  }, 120_000);

  test('2, 0, 5: there are changes, then none; a saved plan is refused when the world has moved, and applied once', async () => {
    expect(await code('plan', '--detailed-exitcode', '-o', 'plan.json')).toBe(2);
    expect(await code('plan')).toBe(0);
    expect(await code('apply', 'plan.json', '--auto-approve')).toBe(0);
    expect(await code('apply', 'plan.json', '--auto-approve')).toBe(5);
    expect(await code('plan', '--detailed-exitcode')).toBe(0);
    expect(await code('drift')).toBe(0);
    expect(await code('run', '--once')).toBe(0);
  }, 120_000);

  test('3: findings, for any command on an invalid project', async () => {
    const broken = temporaryFolder('demo-shop');
    const file = join(broken.path, 'triggers/no-answer.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('order.status != entry', 'order.statos != entry'));
    for (const args of [
      ['validate'],
      ['plan'],
      ['apply'],
      ['run', '--once'],
      ['test'],
      ['run', '--dry-run', '--events', 'x'],
    ]) {
      const { exitCode, stdout, stderr } = await crmctl(broken.path, args);
      expect({ args, exitCode }).toEqual({ args, exitCode: 3 });
      expect(stdout + stderr).toMatch(/triggers\/no-answer\.yaml:\d+:\d+ .*statos/);
      expect(stdout + stderr).toContain('status');
    }
    broken.remove();
  }, 60_000);

  test('4: a removal needs a confirmation, an overwrite is refused', async () => {
    const files = ['triggers/win-back.yaml', 'tests/marketing.yaml'].map((file) => join(shop.path, file));
    const texts = files.map((file) => readFileSync(file, 'utf8'));
    for (const file of files) writeFileSync(file, '# moved away\n');
    expect(await code('apply')).toBe(4);
    files.forEach((file, index) => writeFileSync(file, texts[index]!));
    expect(await code('init', '.')).toBe(4);
  });

  test('--json: one document on standard output, also on failure', async () => {
    for (const args of [
      ['validate', '--json'],
      ['plan', '--json'],
      ['plan', '--json', '-e', 'nowhere'],
      ['run', '--once', '--json'],
      ['plann', '--json'],
    ]) {
      const { stdout } = await run(...args);
      expect(() => JSON.parse(stdout) as unknown, args.join(' ')).not.toThrow();
    }
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
