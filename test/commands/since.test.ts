import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execaSync } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Failure } from '../../src/cli/failure.js';
import Plan from '../../src/commands/plan.js';
import { files } from '../apply/shopFiles.js';
import { outputOf } from './commandOutput.js';

let dir: string;
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'crmctl-since-'));
  // A project below the top of its repository.
  dir = join(root, 'shop');
  write('crmctl.yaml', 'version: 1\nname: shop\ntimezone: Europe/Moscow\nenvironments: {local: {}}\n');
  for (const [name, text] of Object.entries(files)) write(name, text);
  write('.gitignore', '.crmctl/\n');
  git('init', '-q');
  git('add', '.');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '-qm', 'first');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(dir, name)), { recursive: true });
  writeFileSync(join(dir, name), text);
}

function git(...args: string[]): void {
  execaSync('git', args, { cwd: root });
}

async function planned(...args: string[]): Promise<readonly string[]> {
  const { stdout } = await outputOf(Plan, ['-C', dir, '--json', ...args]);
  return (JSON.parse(stdout) as { resources: { address: string }[] }).resources
    .map(({ address }) => address)
    .toSorted();
}

test('nothing has changed: nothing is planned', async () => {
  expect(await planned('--since', 'HEAD')).toEqual([]);
  expect(await planned()).toHaveLength(7);
});

test('what changed, and what depends on it', async () => {
  write('statuses.yaml', files['statuses.yaml'].replace('09:00-18:00', '10:00-18:00'));
  // The group counts in the calendar, the trigger waits for its statuses.
  expect(await planned('--since', 'HEAD')).toEqual(['calendar/office', 'status-group/no-answer', 'trigger/no-answer']);
  expect(await planned('--since', 'HEAD', '--exclude', 'trigger/*')).toEqual([
    'calendar/office',
    'status-group/no-answer',
  ]);
});

test('what is new or was committed since counts; a comment and another file for it do not', async () => {
  write('statuses.yaml', `# a comment\n${files['statuses.yaml']}`);
  rmSync(join(dir, 'trigger.yaml'));
  write('moved/trigger.yaml', files['trigger.yaml']);
  write('new.yaml', 'kind: Reference\nof: orderType\ncode: new\nname: Новый\n');
  git('add', '.');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '-qm', 'second');
  expect(await planned('--since', 'HEAD~1')).toEqual(['reference/order-type.new']);
});

test('an overlay counts, and the next command keeps the choice', async () => {
  write('environments/local.yaml', 'kind: Reference\nof: orderType\ncode: wholesale\nname: Проба\n');
  expect(await planned('--since', 'HEAD')).toEqual(['reference/order-type.wholesale']);
  expect((await outputOf(Plan, ['-C', dir, '--since', 'HEAD'])).stdout).toContain('--since HEAD');
});

test('a revision that git does not know ends the command with its name', async () => {
  const ended: unknown = await outputOf(Plan, ['-C', dir, '--since', 'nowhere']).catch((error: unknown) => error);
  expect(ended).toBeInstanceOf(Failure);
  expect(ended).toMatchObject({ exitCode: 1, message: '--since: git knows no revision "nowhere"' });
});
