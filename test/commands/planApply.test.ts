import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Failure } from '../../src/cli/failure.js';
import Apply from '../../src/commands/apply.js';
import Drift from '../../src/commands/drift.js';
import Plan from '../../src/commands/plan.js';
import { beginJournal } from '../../src/apply/journal.js';
import { readPlan } from '../../src/plan/read.js';
import { openEnvironment, type Environment } from '../../src/environment/open.js';
import { readWorkspace } from '../../src/workspace/readWorkspace.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { files } from '../apply/shopFiles.js';
import { sarifResults } from '../render/sarif.js';
import { outputOf } from './commandOutput.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'crmctl-cli-'));
  write(
    'crmctl.yaml',
    'version: 1\nname: shop\ntimezone: Europe/Moscow\ncurrency: RUB\nlocale: ru\nenvironments: {local: {}}\n',
  );
  for (const [name, text] of Object.entries(files)) write(name, text);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(name: string, text: string): void {
  writeFileSync(join(dir, name), text);
}

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command on the project; a foreseen failure is its exit code and words, as start.ts tells them. */
async function run(command: typeof Plan | typeof Apply | typeof Drift, ...args: string[]): Promise<Ended> {
  try {
    return await outputOf(command, ['-C', dir, '--no-color', ...args]);
  } catch (error) {
    if (error instanceof Failure)
      return { exitCode: error.exitCode, stdout: '', stderr: `${error.message}\n${error.cure ?? ''}` };
    throw error;
  }
}

async function inEnvironment(work: (environment: Environment) => Promise<unknown>): Promise<void> {
  const workspace = readWorkspace(dir, vocabulary);
  if (!workspace.found) throw new Error('no project');
  const opened = await openEnvironment({ project: workspace.project, dir, env: {} });
  if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
  await work(opened.environment);
  await opened.environment.close();
}

/** Somebody works in the CRM's own interface. */
const inCrm = (path: string, body: Readonly<Record<string, unknown>>): Promise<void> =>
  inEnvironment(({ crm }) => crm.call({ method: 'POST', path, body }));

const renameStatus = () =>
  inCrm('reference/statuses/no-answer-2/edit', { status: { name: 'Второй', group: 'no-answer' } });
const saved = (): string => join(dir, '..', `${dir.split('/').at(-1)}.plan.json`);

describe('from a repository to a running CRM', () => {
  test('plan says 2, apply 0, plan 0', async () => {
    const first = await run(Plan, '--detailed-exitcode');
    expect(first.exitCode).toBe(2);
    expect(first.stderr).toMatch(/^environment local \(embedded CRM/);
    expect(first.stdout).toContain('Plan: 7 to add, 0 to change, 0 to remove, 0 by hand.');
    const apply = await run(Apply);
    expect(apply).toMatchObject({ exitCode: 0 });
    expect(apply.stdout).toContain('Applied 7.');
    expect(await run(Plan, '--detailed-exitcode')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Nothing to change'),
    });
  });

  test('the same input gives the same bytes', async () => {
    const [first, second] = [await run(Plan, '--json'), await run(Plan, '--json')];
    expect(JSON.parse(first.stdout)).toMatchObject({ format: 'crmctl.plan/1', environment: 'local', complete: true });
    expect(second.stdout).toBe(first.stdout);
  });

  test('a status renamed in the CRM is named with both values and its origin, and a plan saved before is refused', async () => {
    await run(Apply);
    write('trigger.yaml', files['trigger.yaml'].replace('wait: 1h', 'wait: 2h'));
    write('statuses.yaml', files['statuses.yaml'].replace('limit: 2h', 'limit: 3h'));
    expect(await run(Plan, '-o', saved())).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(`Apply exactly this:  crmctl apply ${saved()}`),
    });
    await renameStatus();
    const plan = JSON.parse((await run(Plan, '--json')).stdout) as {
      resources: { address: string; changes: object[] }[];
    };
    const group = plan.resources.find((resource) => resource.address === 'status-group/no-answer');
    expect(group?.changes).toContainEqual({
      path: 'statuses.no-answer-2.name',
      op: 'change',
      before: 'Второй',
      after: 'Недозвон 2',
      origin: 'remote',
      sensitive: false,
    });
    expect(await run(Apply, saved())).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining('status-group/no-answer'),
    });
    rmSync(saved());
  });

  test('the overlay of the environment is part of what is planned, saved and applied', async () => {
    const config = 'version: 1\nname: shop\ntimezone: Europe/Moscow\nenvironments: {local: {}, staging: {}}\n';
    write('crmctl.yaml', config);
    mkdirSync(join(dir, 'environments'));
    write('environments/staging.yaml', 'kind: Reference\nof: orderType\ncode: wholesale\nname: Опт (проба)\n');
    const nameIn = async (...args: string[]): Promise<unknown> => {
      const plan = JSON.parse((await run(Plan, '--json', ...args)).stdout) as {
        resources: { address: string; changes: { path: string; after: unknown }[] }[];
      };
      const { changes = [] } = plan.resources.find(({ address }) => address === 'reference/order-type.wholesale') ?? {};
      return changes.find(({ path }) => path === 'name')?.after;
    };
    expect(await nameIn()).toBe('Опт');
    expect(await nameIn('-e', 'staging')).toBe('Опт (проба)');
    await run(Plan, '-e', 'staging', '-o', saved());
    expect(await run(Apply, saved())).toMatchObject({ exitCode: 0 });
    expect(await run(Plan, '-e', 'staging', '--detailed-exitcode')).toMatchObject({ exitCode: 0 });
    rmSync(saved());
  });

  test('what a messenger has to approve is told, and refuses nothing', async () => {
    write('messenger.yaml', 'kind: MessengerTemplate\ncode: ready\nmgChannelId: 1\nlang: ru\ntemplate: [Готово]\n');
    const planned = await run(Plan, '--detailed-exitcode');
    expect(planned.exitCode).toBe(2);
    expect(planned.stdout).toMatch(/^note {2}CRM182 {2}messenger-template\/ready: the messenger has to approve it/m);
    expect(await run(Apply)).toMatchObject({ exitCode: 0 });
    const templates = [{ mgChannelId: 1, code: 'ready', verificationStatus: 'REJECTED' }];
    await inCrm('reference/mg-channels/templates/edit', { templates, removed: [] });
    const after = await run(Plan, '--detailed-exitcode');
    expect(after.exitCode).toBe(0);
    expect(after.stdout).toMatch(/^warning {2}CRM182 {2}messenger-template\/ready: .*REJECTED/m);
    expect(after.stdout).toContain('Nothing to change');
    expect(await run(Drift)).toMatchObject({ exitCode: 0 });
  });

  test('in short: a line a resource, in colour or not', async () => {
    await run(Apply);
    write('trigger.yaml', files['trigger.yaml'].replace('wait: 1h', 'wait: 2h'));
    write('rest.yaml', files['rest.yaml'].replace('code: wholesale\n', 'code: b2b\nrenamedFrom: wholesale\n'));
    expect(await run(Plan, '--short', '--detailed-exitcode')).toMatchObject({
      exitCode: 2,
      stdout: `> reference/order-type.b2b  from reference/order-type.wholesale
~ trigger/no-answer  do.pause.wait
Plan: 0 to add, 1 to change, 0 to remove, 1 to rename, 0 by hand.   5 unchanged, 8 not managed
`,
    });
  });

  test('a rename goes through: plan, saved plan, apply, and nothing after it', async () => {
    await run(Apply);
    write('trigger.yaml', files['trigger.yaml'].replace('code: no-answer\n', 'code: reach\nrenamedFrom: no-answer\n'));
    const plan = await run(Plan, '-o', saved());
    expect(plan.stdout).toMatch(/> reach +trigger\.yaml:1\n/);
    expect(plan.stdout).toContain('1 to rename');
    expect(await run(Apply, saved())).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('trigger/reach') });
    expect(await run(Plan, '--detailed-exitcode')).toMatchObject({ exitCode: 0 });
    expect(await run(Drift)).toMatchObject({ exitCode: 0 });
    rmSync(saved());
  });

  test('a saved plan is applied once', async () => {
    await run(Plan, '-o', saved());
    expect(await run(Apply, saved())).toMatchObject({ exitCode: 0 });
    expect(await run(Apply, saved())).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('plan again') });
    rmSync(saved());
  });

  test('--verbose counts what was asked, and nothing else does', async () => {
    expect((await run(Apply)).stderr).not.toContain('requests');
    const { stderr, stdout } = await run(Plan, '--verbose');
    expect(stderr).toMatch(/^requests \d+, \d+\.\d\d s in all, repeated 0$/m);
    expect(stderr).toMatch(/^ {2}GET reference\/statuses +1 {3}\d/m);
    expect(stderr).toMatch(/^ {2}GET automation\/state +1 {3}\d/m);
    expect(stdout).not.toContain('requests');
    for (const command of [Apply, Drift]) expect((await run(command, '--verbose')).stderr).toMatch(/^requests \d+/m);
  });

  test('drift is 2 when somebody changed something, 0 when not', async () => {
    expect((await run(Drift)).stdout).toContain(`Nothing was applied here yet:  crmctl plan -C ${dir}`);
    await run(Apply);
    expect(await run(Drift)).toMatchObject({ exitCode: 0, stdout: expect.not.stringContaining('yet') });
    await renameStatus();
    const drift = await run(Drift);
    expect(drift).toMatchObject({ exitCode: 2 });
    expect(drift.stdout).toContain(`to undo it:  crmctl plan -C ${dir}, then crmctl apply -C ${dir}\n`);
    expect(drift.stdout).toMatch(/≠ no-answer\n\s+statuses\.no-answer-2\.name\s+Недозвон 2 → Второй/);
  });
});

test('code scanning gets paths from where the command runs', async () => {
  const { stdout } = await run(Plan, '--format', 'sarif');
  const uris = sarifResults(stdout).map(
    ({ locations = [] }) => locations[0]?.physicalLocation?.artifactLocation.uri ?? '',
  );
  expect(uris.map((uri) => join(process.cwd(), decodeURIComponent(uri)))).toContain(join(dir, 'trigger.yaml'));
});

test('while another apply is under way it is refused with exit code 5, its owner and its age', async () => {
  await inEnvironment(({ automation }) => automation.lock('anna-laptop:4711', 60));
  expect(await run(Apply)).toMatchObject({
    exitCode: 5,
    stderr: expect.stringMatching(
      /^an apply is under way: anna-laptop:4711, for \d+ s \(since 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d\)\n/,
    ),
  });
});

test('while the lock is that of an apply which was interrupted here, the way to go on is told', async () => {
  await run(Plan, '-o', saved());
  const read = readPlan(readFileSync(saved(), 'utf8'));
  if (!('plan' in read)) throw new Error(read.problem);
  rmSync(saved());
  // No process has this number.
  const dead = `4194305@${hostname()} x`;
  await inEnvironment(async ({ automation, stateDir }) => {
    beginJournal(join(stateDir, 'apply.journal'), read.plan, dead).close();
    await automation.lock(dead, 60);
  });
  expect(await run(Apply)).toMatchObject({
    exitCode: 5,
    stderr: expect.stringContaining(`what it left undone is continued by: crmctl apply --resume -C ${dir}`),
  });
  expect(await run(Apply, '--resume')).toMatchObject({ exitCode: 0 });
  expect(await run(Plan, '--detailed-exitcode')).toMatchObject({ exitCode: 0 });
});

test('an apply that another crmctl began is neither continued nor written over', async () => {
  const text = '{"format":"crmctl.apply-journal/2","plan":{}}\n';
  await run(Plan);
  const journal = join(dir, '.crmctl', 'local', 'apply.journal');
  writeFileSync(journal, text);
  for (const more of [[], ['--resume']])
    expect(await run(Apply, ...more)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('it is crmctl.apply-journal/2, and this crmctl reads crmctl.apply-journal/1'),
    });
  expect(readFileSync(journal, 'utf8')).toBe(text);
});

describe('what needs a person', () => {
  test('a removal without a terminal is refused with the command that confirms it', async () => {
    await run(Apply);
    rmSync(join(dir, 'trigger.yaml'));
    const refused = await run(Apply);
    expect(refused).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('trigger/no-answer') });
    expect(refused.stderr).toContain(`crmctl apply -C ${dir} --auto-approve`);
    expect(await run(Apply, '--auto-approve')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('✔ trigger/no-answer'),
    });
  });

  describe('on a terminal', () => {
    const hadTerminal = process.stderr.isTTY;
    beforeEach(() => {
      process.stderr.isTTY = true;
      vi.stubEnv('CI', undefined);
    });
    afterEach(() => {
      process.stderr.isTTY = hadTerminal;
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
    });
    /** Somebody is there and types this. */
    const typing = (answer: string): void => {
      const keyboard = Object.assign(new PassThrough(), { isTTY: true });
      keyboard.write(`${answer}\n`);
      // Of the standard input only this is used.
      vi.spyOn(process, 'stdin', 'get').mockReturnValue(keyboard as unknown as typeof process.stdin);
    };

    test('a plan of this moment is shown whole and carried out at yes, at nothing else', async () => {
      for (const answer of ['', 'y', 'no', 'local']) {
        typing(answer);
        expect(await run(Apply)).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('not confirmed') });
      }
      expect((await run(Plan, '--json')).stdout).toContain('"create": 7');
      typing('yes');
      const applied = await run(Apply);
      expect(applied).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Applied 7.') });
      expect(applied.stderr).toMatch(/Plan: 7 to add[^]*Apply this to local\? Type yes: /);
    });

    test('nothing to do, a saved plan, --auto-approve and CI ask nobody', async () => {
      typing('no');
      await run(Plan, '-o', saved());
      expect(await run(Apply, saved())).toMatchObject({ exitCode: 0 });
      expect(await run(Apply)).toMatchObject({ exitCode: 0 });
      write('trigger.yaml', files['trigger.yaml'].replace('wait: 1h', 'wait: 2h'));
      expect(await run(Apply, '--auto-approve')).toMatchObject({ exitCode: 0 });
      write('trigger.yaml', files['trigger.yaml'].replace('wait: 1h', 'wait: 3h'));
      vi.stubEnv('CI', 'true');
      expect(await run(Apply)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Applied 1.') });
      rmSync(saved());
    });

    test('a removal wants the name of the environment, also of a saved plan', async () => {
      typing('yes');
      await run(Apply);
      rmSync(join(dir, 'trigger.yaml'));
      await run(Plan, '-o', saved());
      typing('yes');
      expect(await run(Apply, saved())).toMatchObject({ exitCode: 4 });
      typing('local');
      expect(await run(Apply, saved())).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Applied 1.') });
      rmSync(saved());
    });
  });

  test('a guard refuses until it is accepted by name', async () => {
    await run(Apply);
    write('rest.yaml', files['rest.yaml'].split('---\n')[2]!);
    const refused = await run(Apply, '--auto-approve');
    expect(refused).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('removals 2 of 2 CustomField refused (limit 1)'),
    });
    expect(refused.stderr).toContain('--accept removals');
    expect(await run(Apply, '--auto-approve', '--accept', 'removals')).toMatchObject({ exitCode: 0 });
  });

  test('where another project was applied nothing is removed unless that is accepted by name', async () => {
    await run(Apply);
    for (const name of Object.keys(files)) rmSync(join(dir, name));
    write('crmctl.yaml', readFileSync(join(dir, 'crmctl.yaml'), 'utf8').replace('name: shop', 'name: other'));
    expect(await run(Apply, '--auto-approve', '--accept', 'removals')).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('project refused (what is applied here is of the project shop)'),
    });
    expect((await run(Plan)).stdout).toContain(`crmctl apply -C ${dir} --accept removals --accept project`);
    expect(await run(Apply, '--auto-approve', '--accept', 'removals', '--accept', 'project')).toMatchObject({
      exitCode: 0,
    });
    expect((await run(Plan, '--json')).stdout).toMatch(/"id": "project",\s+"ok": true/);
  });

  test('where the account keeps another time nothing is applied unless that is accepted by name', async () => {
    await run(Plan);
    write('crmctl.yaml', readFileSync(join(dir, 'crmctl.yaml'), 'utf8').replace('Europe/Moscow', 'Asia/Almaty'));
    const why =
      "timezone refused (the account's is Europe/Moscow, that of crmctl.yaml Asia/Almaty: every time would be off)";
    expect((await run(Plan, '-o', saved())).stdout).toContain(why);
    for (const args of [['--auto-approve'], [saved()]])
      expect(await run(Apply, ...args)).toMatchObject({ exitCode: 4, stderr: expect.stringContaining(why) });
    expect((await run(Apply, saved())).stderr).toContain(
      `the embedded CRM keeps the zone with which it was made; remove ${join(dir, '.crmctl/local')} to begin anew`,
    );
    expect(await run(Apply, saved(), '--accept', 'timezone')).toMatchObject({ exitCode: 0 });
  });

  test('what both sides changed is refused, saved or not, until it is accepted by name', async () => {
    await run(Apply);
    await renameStatus();
    write('statuses.yaml', files['statuses.yaml'].replace('name: Недозвон 2', 'name: Не отвечает'));
    const plan = await run(Plan, '-o', saved());
    expect(plan.stdout).toContain('changed on both sides');
    expect(plan.stdout).toContain('conflicts 1 refused (limit 0)');
    for (const args of [['--auto-approve'], [saved(), '--auto-approve'], ['--accept', 'removals']])
      expect(await run(Apply, ...args)).toMatchObject({
        exitCode: 4,
        stderr: expect.stringContaining('conflicts 1 refused (limit 0): status-group/no-answer'),
      });
    expect(await run(Apply, saved(), '--accept', 'conflicts')).toMatchObject({ exitCode: 0 });
    expect(await run(Plan, '--detailed-exitcode')).toMatchObject({ exitCode: 0 });
    rmSync(saved());
  });

  test('a selection without what it needs is no release: plan says 3, apply 4, saved or not', async () => {
    const plan = await run(Plan, '--select', 'status-group/no-answer', '-o', saved());
    expect(plan).toMatchObject({ exitCode: 3, stdout: expect.stringContaining('CRM181') });
    expect(plan.stdout).toContain('Not to be applied');
    for (const args of [[saved()], ['--select', 'status-group/no-answer', '--auto-approve']])
      expect(await run(Apply, ...args)).toMatchObject({
        exitCode: 4,
        stderr: expect.stringMatching(
          /status-group\/no-answer needs calendar\/office[^]*--select 'calendar\/office\+'/,
        ),
      });
    rmSync(saved());
  });

  test.each([
    ['--select', 'trigger/no-answer'],
    ['--exclude', 'trigger/no-answer'],
    ['--since', 'HEAD'],
  ])('%s cannot narrow a plan that is made already: 64, and nothing is applied', async (...narrowing) => {
    await run(Plan, '-o', saved());
    for (const [what, words] of [
      [saved(), `apply carries out ${saved()} as it was saved: ${narrowing[0]} cannot narrow it`],
      ['--resume', `--resume continues the plan of its journal: ${narrowing[0]} cannot narrow it`],
    ] as const)
      expect(await run(Apply, what, ...narrowing)).toMatchObject({
        exitCode: 64,
        stderr: expect.stringContaining(words),
      });
    expect(await run(Plan)).toMatchObject({ stdout: expect.stringContaining('Plan: 7 to add') });
    rmSync(saved());
  });

  test('with nothing interrupted there is nothing to resume', async () => {
    expect(await run(Apply, '--resume')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('no apply to local was interrupted'),
    });
  });

  test('a file that is no plan is said to be none', async () => {
    write('crmctl.plan', '{"format": "something else"}');
    expect(await run(Apply, join(dir, 'crmctl.plan'))).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('is not a plan'),
    });
  });

  test('on an invalid project nothing is planned: exit code 3', async () => {
    write('trigger.yaml', files['trigger.yaml'].replace('no-answer-2', 'no-anser-2'));
    expect(await run(Plan)).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('no-answer-2') });
  });
});

test('a variable that the environment lacks is named with its place, and nothing is asked of the CRM', async () => {
  write(
    'crmctl.yaml',
    'version: 1\nname: shop\ntimezone: Europe/Moscow\ncurrency: RUB\nlocale: ru\nenvironments:\n  production:\n    crm: {url: "http://127.0.0.1:1", key: "${CRMCTL_TEST_NO_SUCH_KEY}"}\n',
  );
  expect(await run(Plan)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/crmctl\.yaml:8:\d+ .*CRMCTL_TEST_NO_SUCH_KEY/),
  });
});

test('a saved plan holds no secret of the environment', async () => {
  await run(Plan, '-o', saved());
  const key = readFileSync(join(dir, '.crmctl/local/key'), 'utf8').trim();
  expect(key.length).toBeGreaterThan(10);
  expect(readFileSync(saved(), 'utf8')).not.toContain(key);
  rmSync(saved());
});
