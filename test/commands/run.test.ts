import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import Run from '../../src/commands/run.js';
import { Failure } from '../../src/cli/failure.js';
import { outputOf } from './commandOutput.js';

const demo = fileURLToPath(new URL('../../examples/demo-shop', import.meta.url));
const broken = fileURLToPath(new URL('../fixtures/broken', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'crmctl-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const log = join(folder, 'log.ndjson');
const order = {
  id: 1,
  number: 'A-1',
  status: 'new',
  customer: { id: 7, firstName: 'Anna', email: 'anna@example.com' },
};
writeFileSync(
  log,
  [
    { id: '1', type: 'order.created', time: '2026-03-02T10:00:00Z', data: { order } },
    { id: '2', type: 'order.created', time: '2026-03-09T10:00:00Z', data: { order: { ...order, id: 2 } } },
  ]
    .map((event) => JSON.stringify({ specversion: '1.0', source: 'test', ...event }))
    .join('\n'),
);

describe('crmctl run --dry-run', () => {
  it('gives one JSON document and a file of effects', async () => {
    const effects = join(folder, 'effects.ndjson');
    const { stdout, exitCode } = await outputOf(Run, [
      '-C',
      demo,
      '--dry-run',
      '--events',
      log,
      '--json',
      '--effects',
      effects,
    ]);
    expect(exitCode).toBe(0);
    const document = JSON.parse(stdout) as { format: string; triggers: { address: string; entered: number }[] };
    expect(document).toMatchObject({ format: 'crmctl.backtest/1', events: { read: 2 } });
    expect(document.triggers).toContainEqual(expect.objectContaining({ address: 'trigger/order-thanks', entered: 2 }));
    const lines = readFileSync(effects, 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(1);
    expect(Object.keys(JSON.parse(lines[0]!) as object)).toEqual([
      'id',
      'at',
      'trigger',
      'step',
      'type',
      'key',
      'customer',
      'order',
      'channel',
      'template',
      'data',
      'outcome',
      'reason',
      'causedBy',
    ]);
  });

  it('prints a report for people, and one for a pull request', async () => {
    const polled = await outputOf(Run, ['-C', demo, '--dry-run', '--events', log, '--poll', '7m', '--json']);
    expect(JSON.parse(polled.stdout)).toMatchObject({ poll: '7m' });
    const human = await outputOf(Run, ['-C', demo, '--dry-run', '--events', log, '--no-color']);
    expect(human.stdout).toContain('Back-test 2026-03-02 13:00:00 – 2026-03-09 13:00:00 (Europe/Moscow): 2 events');
    expect(human.stdout).toMatch(/order-thanks +2 +2 +0 +0 +send 2 \(email 2\)/);
    expect(human.stdout).toContain('observed after, never gained');
    expect(human.stdout).toMatch(
      /Back-test: \d+ entered, \d+ effects done \(\d+ messages\), \d+ skipped, \d+ waiting, \d+ warnings\.\n$/,
    );
    const markdown = await outputOf(Run, ['-C', demo, '--dry-run', '--events', log, '--markdown']);
    expect(markdown.stdout).toMatch(/\| order-thanks \| 2 \|/);
  });

  it('says what is wrong with the command line, the log or the project', async () => {
    const ending = async (...args: string[]): Promise<unknown> =>
      outputOf(Run, ['-C', demo, ...args]).then(
        ({ exitCode }) => exitCode,
        (error: unknown) => (error instanceof Failure ? [error.exitCode, error.message] : error),
      );
    expect(await ending()).toEqual([64, 'run needs --dry-run, --once or --watch']);
    expect(await ending('--dry-run')).toEqual([64, 'a back-test needs a recorded log: --events LOG']);
    expect(await ending('--dry-run', '--events', log, '--from', 'spring')).toEqual([64, '--from "spring" is no date']);
    expect(await ending('--dry-run', '--events', log, '--poll', '2d')).toEqual([
      64,
      '--poll "2d" is no distance between two looks',
    ]);
    expect(await ending('--dry-run', '--events', log, '--from', '2026-03-05', '--to', '2026-03-01')).toEqual([
      64,
      '--from 2026-03-05 lies after --to 2026-03-01',
    ]);
    expect(await ending('--dry-run', '--events', join(folder, 'no.ndjson'))).toEqual([
      1,
      expect.stringContaining('no.ndjson: there is no such file'),
    ]);
    expect(await ending('--dry-run', '--events', log, '--effects', join(folder, 'no', 'e.ndjson'))).toEqual([
      1,
      expect.stringContaining('cannot write the effects'),
    ]);
    expect((await outputOf(Run, ['-C', broken, '--dry-run', '--events', log])).exitCode).toBe(3);
    const shop = join(demo, 'crmctl.yaml');
    expect(await ending('--dry-run', '--events', shop)).toEqual([
      1,
      expect.stringMatching(/^no line of .*crmctl\.yaml is an event: .*crmctl\.yaml:1: no JSON/),
    ]);

    const near = join(folder, 'lgo.ndjson');
    await expect(outputOf(Run, ['-C', demo, '--dry-run', '--events', near])).rejects.toMatchObject({
      cure: `did you mean "${log}"?`,
    });
    await expect(outputOf(Run, ['-C', demo, '--dry-run', '--events', 'nowhere/x'])).rejects.toMatchObject({
      cure: "crmctl record writes a log from a CRM's history, crmctl demo makes one",
    });
  });
});
