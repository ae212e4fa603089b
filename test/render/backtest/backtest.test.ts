import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { backtestHtml } from '../../../src/render/backtest/html.js';
import { backtestHuman } from '../../../src/render/backtest/human.js';
import { backtestMarkdown } from '../../../src/render/backtest/markdown.js';
import { wallClock } from '../../../src/model/wallClock.js';
import { colours, plain } from '../../../src/render/colour.js';
import type { BacktestResult } from '../../../src/simulate/backtest.js';
import { totalsOf, type TriggerResult } from '../../../src/simulate/tally.js';

const golden = (name: string): string => fileURLToPath(new URL(`../../golden/backtest/${name}`, import.meta.url));

const quiet = {
  completed: 0,
  exited: 0,
  stopped: 0,
  failed: 0,
  waiting: 0,
  goals: 0,
  ignored: {},
  effects: {},
  messages: {},
  skipped: {},
  deferred: {},
};
const triggers: readonly TriggerResult[] = [
  {
    ...quiet,
    address: 'trigger/no-answer',
    entered: 412,
    completed: 398,
    stopped: 2,
    exited: 9,
    waiting: 3,
    effects: { task: 398, send: 206 },
    messages: { email: 120, sms: 86 },
    skipped: { 'no-address': 4 },
  },
  {
    ...quiet,
    address: 'trigger/thanks',
    entered: 12048,
    completed: 12040,
    failed: 1,
    waiting: 7,
    effects: { send: 11990 },
    messages: { email: 11990 },
    skipped: { 'no-address': 50 },
    deferred: { quiet: 7 },
    ignored: { once: 31 },
  },
  { ...quiet, address: 'trigger/win-back', entered: 0 },
];
const result: BacktestResult = {
  format: 'crmctl.backtest/1',
  period: { from: '2026-03-01T00:00:00Z', to: '2026-03-31T20:59:59Z' },
  events: { read: 48210, invalid: 2, warmUp: 120, byType: { 'order.created': 48210 } },
  triggers,
  segments: [{ address: 'segment/loyal', members: 1204, entered: 31, left: 12 }],
  validations: [],
  parallelism: { threads: 1 },
  totals: totalsOf(triggers),
  pressure: [
    {
      class: 'marketing',
      customers: 1204,
      messages: 1310,
      mostInDay: 1,
      mostInWeek: 3,
      fullestWeek: { 1: 1108, 2: 86, 3: 10 },
      caps: [
        { cap: '1/1d', most: 1, ok: true },
        { cap: '3/7d', most: 3, ok: true },
      ],
    },
  ],
  costs: {
    currency: 'RUB',
    total: 292.4,
    channels: { sms: 292.4 },
    triggers: { 'trigger/no-answer': 292.4 },
  },
  warnings: [
    { code: 'invalid-line', message: 'march.ndjson:17: no JSON: Unexpected end of JSON input', address: null },
    { code: 'unassigned', message: '398 tasks have no performer', address: 'trigger/no-answer' },
  ],
  log: { sha256: '0123456789abcdef'.repeat(4) },
  revision: 'fedcba9876543210'.repeat(4),
};

const page = { colour: plain, width: Infinity };
const clock = wallClock('Europe/Moscow');

describe('the report of a back-test', () => {
  it('shows a terminal what each trigger did and did not, and how far to trust it', async () => {
    await expect(backtestHuman(result, page, clock)).toMatchFileSnapshot(golden('report.txt'));
    await expect(backtestHuman(result, { ...page, colour: colours(true) }, clock)).toMatchFileSnapshot(
      golden('report.colour.txt'),
    );
  });

  it.each([80, 120])('keeps to a terminal of %i columns', async (width) => {
    const text = backtestHuman(result, { ...page, width }, clock);
    await expect(text).toMatchFileSnapshot(golden(`report.${width}.txt`));
  });

  it('has a form for pull requests', async () => {
    await expect(backtestMarkdown(result, clock)).toMatchFileSnapshot(golden('report.md'));
  });

  it('says what differs from another revision', async () => {
    const moved = { before: 412, after: 398 };
    const comparison = {
      against: 'main',
      triggers: [
        {
          address: 'trigger/no-answer',
          entered: { before: 412, after: 412 },
          effects: { task: moved },
          messages: { sms: { before: 1206, after: 0 } },
        },
      ],
    };
    await expect(backtestHuman(result, page, clock, comparison)).toMatchFileSnapshot(golden('compared.txt'));
    await expect(backtestMarkdown(result, clock, comparison)).toMatchFileSnapshot(golden('compared.md'));
    await expect(backtestHtml(result, { project: 'my-shop', clock }, comparison)).toMatchFileSnapshot(
      golden('compared.html'),
    );
    expect(backtestHuman(result, page, clock, { against: 'main', triggers: [] })).toContain(
      'Nothing differs from main',
    );
  });

  it('has a page that stands alone', async () => {
    await expect(backtestHtml(result, { project: 'my-shop', clock })).toMatchFileSnapshot(golden('report.html'));
  });

  it('of an empty log says so', async () => {
    const empty = {
      ...result,
      period: { from: null, to: null },
      triggers: [],
      segments: [],
      warnings: [],
      totals: totalsOf([]),
      pressure: [],
      costs: { currency: 'RUB', total: 0, channels: {}, triggers: {} },
    };
    await expect(backtestHuman(empty, page, clock)).toMatchFileSnapshot(golden('empty.txt'));
  });
});
