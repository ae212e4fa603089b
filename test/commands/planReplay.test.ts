import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { beforeAll, afterAll, expect, test } from 'vitest';
import { Failure } from '../../src/cli/failure.js';
import Apply from '../../src/commands/apply.js';
import Init from '../../src/commands/init.js';
import Plan from '../../src/commands/plan.js';
import type { Plan as PlanDocument } from '../../src/plan/plan.js';
import { outputOf } from './commandOutput.js';

let dir: string;
beforeAll(async () => {
  dir = join(mkdtempSync(join(tmpdir(), 'crmctl-replay-')), 'shop');
  await outputOf(Init, [dir]);
  git('init', '-q');
  git('add', '.');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '-qm', 'first');
});
afterAll(() => rmSync(join(dir, '..'), { recursive: true, force: true }));

function git(...args: string[]): void {
  execaSync('git', args, { cwd: dir });
}

function change(file: string, from: string, to: string): void {
  const text = readFileSync(join(dir, file), 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(join(dir, file), text.replace(from, to));
}

async function planned(...args: string[]): Promise<PlanDocument> {
  const log = join(dir, 'samples/orders.ndjson');
  const { stdout } = await outputOf(Plan, ['-C', dir, '--json', '--replay', log, ...args]);
  return JSON.parse(stdout) as PlanDocument;
}

test('says what would be done where nothing ran, then what changes, and guards the volume of messages', async () => {
  const first = await planned();
  expect(first.resources.find(({ address }) => address === 'trigger/new-order')?.impact).toEqual({
    entered: { before: 0, after: 4 },
    effects: { send: { before: 0, after: 4 }, task: { before: 0, after: 2 } },
    messages: { email: { before: 0, after: 4 } },
  });
  expect(first.guards.map(({ id }) => id)).not.toContain('replay');
  await outputOf(Apply, ['-C', dir]);

  change(
    'triggers/new-order.yaml',
    'on: {event: order.created}',
    'on: {event: order.created, where: order.totalSumm > 5000}',
  );
  const saved = join(dir, '..', 'plan.json');
  const second = await planned('-o', saved);
  expect(second.resources.map(({ address, impact }) => [address, impact?.messages])).toEqual([
    ['trigger/new-order', { email: { before: 4, after: 1 } }],
  ]);
  expect(second.guards.find(({ id }) => id === 'replay')).toEqual({
    id: 'replay',
    ok: false,
    value: -75,
    limit: 50,
    addresses: ['trigger/new-order'],
  });

  const refused: unknown = await outputOf(Apply, ['-C', dir, saved]).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Failure);
  expect(refused).toMatchObject({
    exitCode: 4,
    message: 'replay change −75 % refused (limit 50 %): trigger/new-order',
    cure: expect.stringContaining('--accept replay'),
  });

  const shown = await outputOf(Plan, ['-C', dir, '--replay', join(dir, 'samples/orders.ndjson')]);
  const next = /Apply exactly this: {2}crmctl apply (.*)/.exec(shown.stdout)?.[1];
  expect(next).toBe(`-C ${dir} --accept replay`);

  const against = await planned('--against', 'HEAD');
  expect(against.replay).toMatchObject({ events: 7, against: 'HEAD', triggers: [{ address: 'trigger/new-order' }] });
});

test('what is not selected stays in the replay as it runs', async () => {
  const { resources, replay } = await planned('--select', 'policy/*');
  expect(resources).toEqual([]);
  expect(replay?.triggers).toEqual([]);
});

test('a change of something that a trigger uses shows at the trigger', async () => {
  change(
    'sending.yaml',
    'service: {quiet: "23:00-08:00", onQuiet: defer}',
    'service: {quiet: "00:00-23:59", onQuiet: skip}',
  );
  const { resources, replay } = await planned('--select', 'policy/*');
  expect(resources.map(({ address }) => address)).toEqual(['policy/default']);
  expect(replay?.triggers).toMatchObject([
    { address: 'trigger/new-order', messages: { email: { before: 4, after: 0 } } },
  ]);
});

test('the command that it ends with applies it, although a plan of this moment has no such guard', async () => {
  await outputOf(Apply, ['-C', dir, '--accept', 'replay']);
  expect((await planned()).resources).toEqual([]);
});

test.each([
  [['--against', 'HEAD'], 64, '--against needs a recorded log: --replay LOG'],
  [['--replay', 'nowhere.ndjson'], 1, 'nowhere.ndjson: there is no such file'],
])('%j is refused', async (args, exitCode, message) => {
  const ended: unknown = await outputOf(Plan, ['-C', dir, ...args]).catch((error: unknown) => error);
  expect(ended).toMatchObject({ exitCode, message });
});
