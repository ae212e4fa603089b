import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { backtest } from '../../src/simulate/backtest.js';
import { createEffectsFile } from '../../src/simulate/effectsFile.js';
import { honestyNotes } from '../../src/simulate/honesty.js';
import { LogError } from '../../src/simulate/log/logError.js';
import { parseLimit } from '../../src/simulate/period.js';
import { readLog } from '../../src/simulate/readLog.js';
import { projectOf } from './support/project.js';

const folder = mkdtempSync(join(tmpdir(), 'crmctl-backtest-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shop = `
kind: StatusGroup
code: all
name: All
statuses: [{code: new, name: New}, {code: paid, name: Paid}]
---
kind: Channel
code: email
type: email
provider: smtp
from: shop@example.com
---
kind: Policy
code: default
classes:
  service: {quiet: "22:00-08:00", onQuiet: defer}
---
kind: Template
code: thanks
name: Thanks
for: order
channel: email
subject: "Order {{ order.number }}"
body: "Thank you."
---
kind: Trigger
code: thanks
on: {event: order.created}
do: [{id: tell, send: {template: thanks}}]
---
kind: Trigger
code: call
on: {event: order.created}
do: [{id: call, task: {text: "Call {{ order.number }}"}}]
---
kind: Segment
code: loyal
name: Loyal
where: customer.ordersCount >= 2
`;

let files = 0;
async function run(lines: readonly string[], limits: { from?: string; to?: string; poll?: number } = {}) {
  const log = join(folder, `log-${++files}.ndjson`);
  const effects = join(folder, `effects-${files}.ndjson`);
  writeFileSync(log, lines.join('\n'));
  const project = projectOf(shop);
  const zone = project.project.config.timezone;
  const result = await backtest({
    ...project,
    log: readLog([log], zone),
    effects: createEffectsFile(effects),
    from: limits.from === undefined ? undefined : parseLimit(limits.from, zone, 'from'),
    poll: limits.poll,
    to: limits.to === undefined ? undefined : parseLimit(limits.to, zone, 'to'),
  });
  const written = readFileSync(effects, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { result, written, log };
}

function created(id: number, time: string, more: object = {}): string {
  const data = {
    order: { id, number: `N-${id}`, status: 'new', customer: { id: 7, email: 'anna@example.com' }, ...more },
  };
  return JSON.stringify({ specversion: '1.0', id: `e${id}`, source: 'test', type: 'order.created', time, data });
}

describe('a back-test', () => {
  it.each([
    ['reads no line of its log again for runs that look at nothing', 'Call', 0],
    ['reads those lines again of which a run reads the order', 'Call {{ order.number }}', 100],
  ])('%s', async (_, text, least) => {
    const log = join(folder, `log-${++files}.ndjson`);
    const minute = (number: number): string => new Date(Date.UTC(2026, 2, 2, 10, number)).toISOString();
    writeFileSync(log, Array.from({ length: 300 }, (_each, number) => created(number + 1, minute(number))).join('\n'));
    const project = projectOf(
      `{kind: Trigger, code: call, on: {event: order.created}, do: [{id: pause, wait: 2h}, {id: call, task: {text: "${text}"}}]}`,
    );
    const opened = readLog([log], 'Europe/Moscow');
    let again = 0;
    const counting = {
      ...opened,
      again: (...place: Parameters<typeof opened.again>) => (again++, opened.again(...place)),
    };
    const { totals } = await backtest({ ...project, log: counting });
    expect(totals).toMatchObject({ entered: 300, completed: 180 });
    if (least === 0) expect(again).toBe(0);
    else expect(again).toBeGreaterThan(least);
  });

  it('shows what polling costs: what the runner does comes with its next look', async () => {
    const { result, written } = await run([created(1, '2026-03-02T10:01:00Z'), created(2, '2026-03-02T10:12:00Z')], {
      poll: 300_000,
    });
    expect(result).toMatchObject({ poll: '5m', period: { to: '2026-03-02T10:15:00Z' }, totals: { entered: 4 } });
    expect([...new Set(written.map(({ at }) => at))]).toEqual(['2026-03-02T10:05:00Z', '2026-03-02T10:15:00Z']);
    expect(honestyNotes(result).join('\n')).toContain('by a runner that looked every 5m');
  });

  it('tells what each trigger did, and every effect', async () => {
    const { result, written } = await run([created(1, '2026-03-02T10:00:00Z'), created(2, '2026-03-02T11:00:00Z')]);
    expect(result).toMatchObject({
      format: 'crmctl.backtest/1',
      period: { from: '2026-03-02T10:00:00Z', to: '2026-03-02T11:00:00Z' },
      events: { read: 2, invalid: 0, warmUp: 0, byType: { 'order.created': 2 } },
      triggers: [
        {
          address: 'trigger/call',
          entered: 2,
          completed: 2,
          exited: 0,
          waiting: 0,
          effects: { task: 2 },
          messages: {},
          skipped: {},
        },
        { address: 'trigger/thanks', entered: 2, completed: 2, effects: { send: 2 }, messages: { email: 2 } },
      ],
      segments: [{ address: 'segment/loyal', members: 1, entered: 1, left: 0 }],
      totals: { entered: 4, completed: 4, effects: { send: 2, task: 2 }, messages: { email: 2 } },
    });
    expect(
      written.map(({ at, trigger, step, type, order, customer, channel, template, outcome, causedBy }) => [
        at,
        trigger,
        step,
        type,
        order,
        customer,
        channel,
        template,
        outcome,
        causedBy,
      ]),
    ).toEqual([
      ['2026-03-02T10:00:00Z', 'trigger/call', 'call', 'task', 1, 7, null, null, 'done', 'e1'],
      ['2026-03-02T10:00:00Z', 'trigger/thanks', 'tell', 'send', 1, 7, 'email', 'thanks', 'done', 'e1'],
      ['2026-03-02T11:00:00Z', 'trigger/call', 'call', 'task', 2, 7, null, null, 'done', 'e2'],
      ['2026-03-02T11:00:00Z', 'trigger/thanks', 'tell', 'send', 2, 7, 'email', 'thanks', 'done', 'e2'],
    ]);
    expect(written[0]?.['data']).toMatchObject({ text: 'Call N-1' });
  });

  it('gives an effect once, at its last outcome: held back only when it still is at the end', async () => {
    // 23:30 in Moscow: quiet until 8:00.
    const night = [created(1, '2026-03-02T20:30:00Z'), created(2, '2026-03-03T01:00:00Z')];
    const held = await run(night);
    expect(held.written.map(({ at, type, outcome, reason, order }) => [at, type, outcome, reason, order])).toEqual([
      ['2026-03-02T20:30:00Z', 'task', 'done', null, 1],
      ['2026-03-02T20:30:00Z', 'send', 'deferred', 'quiet', 1],
      ['2026-03-03T01:00:00Z', 'task', 'done', null, 2],
      ['2026-03-03T01:00:00Z', 'send', 'deferred', 'quiet', 2],
    ]);
    expect(held.result.totals).toMatchObject({ waiting: 2, deferred: { quiet: 2 }, messages: {} });
    const sent = await run(night, { to: '2026-03-03' });
    expect(sent.written.map(({ at, type, outcome }) => [at, type, outcome])).toEqual([
      ['2026-03-02T20:30:00Z', 'task', 'done'],
      ['2026-03-03T01:00:00Z', 'task', 'done'],
      ['2026-03-03T05:00:00Z', 'send', 'done'],
      ['2026-03-03T05:00:00Z', 'send', 'done'],
    ]);
    expect(sent.result.totals).toMatchObject({ waiting: 0, deferred: {}, messages: { email: 2 } });
  });

  it('counts nothing of the warm-up, but remembers it', async () => {
    const lines = [
      created(1, '2026-03-01T10:00:00Z'),
      created(2, '2026-03-02T10:00:00Z'),
      created(3, '2026-03-05T10:00:00Z'),
    ];
    const { result, written } = await run(lines, { from: '2026-03-02', to: '2026-03-02' });
    expect(result.events).toMatchObject({ read: 2, warmUp: 1 });
    expect(written.map(({ order }) => order)).toEqual([2, 2]);
    expect(result.triggers[0]).toMatchObject({ entered: 1, effects: { task: 1 } });
    expect(result.segments).toEqual([{ address: 'segment/loyal', members: 1, entered: 1, left: 0 }]);
  });

  it('warns of broken lines, unknown codes, tasks for nobody, and fields whose past is not known', async () => {
    const { result, log } = await run([
      created(1, '2026-03-02T10:00:00Z'),
      'broken',
      created(2, '2026-03-02T10:00:01Z', { status: 'payed' }),
    ]);
    expect(result.events).toMatchObject({ read: 2, invalid: 1 });
    const warnings = result.warnings.map(({ code, message, address }) => [code, message, address]);
    expect(warnings).toContainEqual(['invalid-line', expect.stringContaining(`${log}:2: no JSON`), null]);
    expect(warnings).toContainEqual([
      'unknown-code',
      'order.status "payed" is not known to the project: 1 time, first in event e2; crmctl import brings the account\'s codes',
      null,
    ]);
    expect(warnings).toContainEqual([
      'unassigned',
      expect.stringContaining('2 tasks have no performer'),
      'trigger/call',
    ]);
    expect(warnings).toContainEqual(['lookahead', expect.stringContaining('customer.ordersCount'), 'segment/loyal']);
  });

  it('of an empty log is empty', async () => {
    const { result, written } = await run([]);
    expect(result).toMatchObject({ period: { from: null, to: null }, events: { read: 0 }, totals: { entered: 0 } });
    expect(result.triggers).toHaveLength(2);
    expect(written).toEqual([]);
  });

  it('leaves no half-written file of effects behind when the log breaks off', async () => {
    const effects = createEffectsFile(join(folder, 'never.ndjson'));
    const project = projectOf(shop);
    const log = readLog([join(folder, 'nowhere.ndjson')], 'Europe/Moscow');
    await expect(backtest({ ...project, log, effects })).rejects.toThrow(LogError);
    effects.abandon();
    expect(readdirSync(folder).filter((name) => name.startsWith('never'))).toEqual([]);
  });
});
