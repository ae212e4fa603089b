import { build } from 'esbuild';
import fc from 'fast-check';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateLog } from '../../../src/demo/generate.js';
import { backtest, type BacktestResult } from '../../../src/simulate/backtest.js';
import { LogError } from '../../../src/simulate/log/logError.js';
import { backtestInThreads } from '../../../src/simulate/parallel/backtestInThreads.js';
import { readLog } from '../../../src/simulate/readLog.js';
import { projectOf } from '../support/project.js';
import { realLog } from '../support/realLogs.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
// Inside the project, so that the worker finds its packages.
const folder = join(root, 'node_modules/.cache', `crmctl-threads-${process.pid}`);
const worker = join(folder, 'worker.mjs');

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(root, 'src/simulate/parallel/worker.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: worker,
    external: ['better-sqlite3'],
    logLevel: 'error',
    banner: {
      js: `import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);const __filename='',__dirname='';`,
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const independent = `
kind: Trigger
code: thanks
on: {event: order.created, where: order.totalSumm > 20}
exit: [{event: review.posted}]
do:
  - {id: pause, wait: 3d}
  - {id: call, task: {text: "Thank {{ customer.email }}"}}
---
kind: Trigger
code: again
on: {changed: order.totalSumm}
once: {per: customer}
do: [{id: mark, set: {customer.vip: true}}]
---
kind: Trigger
code: idle
on: {held: order.status, is: new, for: 2d}
do: [{id: look, task: {text: "Still new"}}]
---
kind: Trigger
code: left
on: {entered: quiet}
goal: {event: order.created, within: 30d}
do: [{id: tell, task: {text: "Gone quiet"}}]
---
kind: Segment
code: quiet
name: Quiet
where: customer.daysSinceLastOrder >= 60
---
kind: Channel
code: email
type: email
provider: smtp
from: shop@example.com
---
kind: Policy
code: default
classes: {service: {quiet: "22:00-09:00", caps: [1/2d, 2/week], onCap: defer}}
---
kind: Template
code: hello
name: Hello
for: customer
channel: email
subject: Hello
body: Hello
---
kind: Trigger
code: write
mode: parallel
on: {event: order.created}
do: [{id: tell, send: {template: hello, to: a@b.ru}}]
---
kind: Validation
code: paid
of: order
when: order.totalSumm > 100
message: "Too much"
`;

async function both(yaml: string, files: readonly string[], threads = 2, limits = {}) {
  const project = projectOf(yaml);
  const openLog = () => readLog(files, 'Europe/Moscow');
  const alone = await backtest({ ...project, log: openLog(), ...limits });
  const shared = await backtestInThreads({ ...project, files, openLog, threads, worker, ...limits });
  return { alone, shared };
}

function without({ parallelism: _how, ...rest }: BacktestResult): string {
  return JSON.stringify(rest);
}

let files = 0;
function logOf(lines: readonly string[]): string {
  const path = join(folder, `log-${++files}.ndjson`);
  writeFileSync(path, lines.join('\n'));
  return path;
}

describe('a back-test in threads', () => {
  it.each(['uci-online-retail.ndjson.gz', 'olist-2017.ndjson.gz'])(
    'gives the bytes of one thread over %s',
    async (name) => {
      const path = realLog(name);
      if (path === undefined) return;
      const { alone, shared } = await both(independent, [path]);
      expect(shared.parallelism).toEqual({ threads: 2 });
      expect(alone.totals.entered).toBeGreaterThan(1000);
      expect(without(shared)).toBe(without(alone));
    },
    120_000,
  );

  it('gives the bytes of one thread for any story, period, damage and number of threads', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          seed: fc.nat(1000),
          threads: fc.integer({ min: 2, max: 4 }),
          broken: fc.array(fc.nat(900), { maxLength: 5 }),
          limits: fc.constantFrom({}, { poll: 900_000 }, { from: Date.UTC(2026, 2, 3), to: Date.UTC(2026, 2, 6) }),
        }),
        async ({ seed, threads, broken, limits }) => {
          const lines = [
            ...generateLog({
              seed,
              zone: 'Europe/Moscow',
              from: Date.UTC(2026, 2, 1) as never,
              days: 7,
              customers: 40,
              ordersPerDay: 6,
            }),
          ];
          for (const at of broken) lines[at % lines.length] = lines[at % lines.length]!.slice(0, at % 7 === 0 ? 9 : -9);
          const { alone, shared } = await both(independent, [logOf(lines)], threads, limits);
          expect(shared.parallelism).toEqual({ threads });
          expect(without(shared)).toBe(without(alone));
        },
      ),
      { numRuns: 6 },
    );
  }, 240_000);
});

describe('callers of whom only the number is known', () => {
  const waits = `
kind: Trigger
code: call-back
on: {event: order.created}
do: [{id: wait, waitFor: {event: call.missed}}, {id: call, task: {text: "Call back {{ order.id }}"}}]
`;
  const number = (id: number): string => `+7999000${String(id).padStart(4, '0')}`;
  const ordered = (id: number) =>
    event(id, id, 'order.created', {
      order: { id, status: 'new', phone: number(id), customer: { id: 100 + id } },
    });
  const called = (id: number, phone: string) => event(200 + id, 20 + id, 'call.missed', { call: { id, phone } });

  it('concern whoever waits for that number, whatever the number of threads', async () => {
    const lines = [...range(8).map(ordered), ...range(8).map((id) => called(id, `8${number(id).slice(2)}`))];
    const { alone, shared } = await both(waits, [logOf(lines)]);
    expect(alone.totals.completed).toBe(8);
    expect(shared.parallelism).toEqual({ threads: 1, because: expect.stringContaining('phone number') });
    expect(without(shared)).toBe(without(alone));
  });

  it('hold up nothing while nobody waits for them, also when they order later', async () => {
    const lines = [
      ...range(8).map((id) => called(id, number(id + 10))),
      ...range(20).map((id) => laterOf(ordered(id))),
    ];
    const { alone, shared } = await both(waits, [logOf(lines)]);
    expect(shared.parallelism).toEqual({ threads: 2 });
    expect(without(shared)).toBe(without(alone));
  });
});

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
const laterOf = (line: string): string => line.replace('T10:00', 'T11:00');

const event = (id: number, second: number, type: string, data: object): string =>
  JSON.stringify({
    specversion: '1.0',
    id: String(id),
    source: 'test',
    type,
    time: new Date(Date.UTC(2026, 2, 2, 10, 0, second)).toISOString(),
    data,
  });
const orders = Array.from({ length: 40 }, (_, id) =>
  event(id, id, 'order.created', { order: { id, status: 'new', totalSumm: id, customer: { id: id % 7 } } }),
);

describe('one thread runs what customers share, and says why', () => {
  const cases: readonly (readonly [string, string, readonly string[], RegExp])[] = [
    [
      'a schedule',
      'kind: Trigger\ncode: daily\non: {schedule: "0 9 * * *"}\ndo: [{id: note, emit: {event: custom.x}}]',
      orders,
      /runs by the clock/,
    ],
    [
      'a key of its own',
      'kind: Trigger\ncode: city\non: {event: order.created}\nkey: [order.status]\ndo: [{id: call, task: {text: "x"}}]',
      orders,
      /key of its own/,
    ],
    [
      'a search of the shop',
      'kind: Trigger\ncode: twin\non: {event: order.created}\nwhen: orders(o, o.status == order.status).size() > 1\ndo: [{id: call, task: {text: "x"}}]',
      orders,
      /searched/,
    ],
    [
      'an order that changes hands',
      independent,
      [...orders, event(99, 99, 'order.changed', { order: { id: 3, customer: { id: 4 } } })],
      /from one customer to another/,
    ],
    [
      'customers that are merged',
      independent,
      [...orders, event(99, 99, 'customer.merged', { customer: { id: 3 }, combinedTo: { id: 4 } })],
      /beside those that an event is about/,
    ],
    [
      'events far out of order',
      independent,
      [
        ...Array.from({ length: 30_000 }, (_, id) =>
          event(id, 100 + id, 'order.created', { order: { id, totalSumm: 1, customer: { id } } }),
        ),
        event(99_999, 1, 'order.created', { order: { id: 99_999, customer: { id: 5 } } }),
      ],
      /out of order/,
    ],
  ];
  it.each(cases)(
    '%s',
    async (_name, yaml, lines, because) => {
      const { alone, shared } = await both(yaml, [logOf(lines)]);
      expect(shared.parallelism).toEqual({ threads: 1, because: expect.stringMatching(because) });
      expect(without(shared)).toBe(without(alone));
    },
    60_000,
  );

  it('fails as one thread does when the log cannot be read', async () => {
    await expect(both(independent, [join(folder, 'nowhere.ndjson')])).rejects.toThrow(LogError);
    const project = projectOf(independent);
    const nowhere = [join(folder, 'nowhere.ndjson')];
    const openLog = () => readLog(nowhere, 'Europe/Moscow');
    await expect(backtestInThreads({ ...project, files: nowhere, openLog, threads: 2, worker })).rejects.toThrow(
      /there is no such file/,
    );
  });
});
