import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backtest, type BacktestResult } from '../../src/simulate/backtest.js';
import { createEffectsFile } from '../../src/simulate/effectsFile.js';
import { readLog } from '../../src/simulate/readLog.js';
import { projectOf } from './support/project.js';
import { rawEvents, realLog, type RawEvent } from './support/realLogs.js';

/**
 * Real orders of 2017–2018 against computations by hand, which use nothing of crmctl's: what each automation did, and
 * when, must be the same to the millisecond.
 */
const path = realLog('olist-2017.ndjson.gz');
const hour = 3_600_000;

const shop = `
kind: Calendar
code: office
timezone: America/Sao_Paulo
week: {mon-fri: "09:00-18:00", sat: "10:00-14:00"}
breaks: {mon-fri: "13:00-14:00"}
holidays: [2017-12-25, {from: 2018-02-12, to: 2018-02-13}]
---
kind: StatusGroup
code: all
name: All
statuses:
  - {code: new, name: New}
  - {code: prepayed, name: Paid}
  - {code: delivering, name: On its way}
  - {code: complete, name: Done}
  - {code: cancel-other, name: Cancelled}
---
kind: Channel
code: email
type: email
provider: smtp
from: shop@example.com
---
kind: Template
code: letter
name: Letter
for: order
channel: email
subject: "Order {{ order.number }}"
body: "About order {{ order.number }}."
---
kind: Trigger
code: unpaid
on: {event: order.created}
exit: order.isPaid
do:
  - {id: a-day, wait: 24h}
  - {id: remind, task: {text: "Remind {{ order.number }}"}}
---
kind: Trigger
code: ask-review
on: {held: order.status, is: complete, for: 7d}
when: order.customFields.reviewed == null
once: {per: order}
exit: {event: review.posted}
do:
  - {id: ask, task: {text: "Ask for a review of {{ order.number }}"}}
---
kind: Trigger
code: ask-review-unless-posted
on: {changed: order.status, to: complete}
exit: {event: review.posted}
do:
  - {id: a-week, wait: 7d}
  - {id: ask, task: {text: "Ask for a review of {{ order.number }}"}}
---
kind: Trigger
code: low-score
on: {event: review.posted, where: review.score <= 2}
mode: parallel
do:
  - {id: office, wait: {open: office}}
  - {id: call, task: {text: "Score {{ review.score }} for {{ order.number }}", due: {for: 2h, calendar: office}}}
---
kind: Trigger
code: on-its-way
on: {changed: order.status, to: delivering}
do:
  - {id: tell, send: {template: letter}}
`;

interface Line {
  readonly at: string;
  readonly trigger: string;
  readonly type: string;
  readonly order: number | null;
  readonly customer: number | null;
  readonly channel: string | null;
  readonly outcome: string;
  readonly reason: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

describe.skipIf(path === undefined)('automations over the log olist-2017', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crmctl-olist-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let events: readonly RawEvent[];
  let end: number;
  let result: BacktestResult;
  let text: string;
  let lines: readonly Line[];

  const run = async (name: string, more: { from?: never } = {}): Promise<{ result: BacktestResult; text: string }> => {
    const file = join(folder, name);
    const project = projectOf(shop, shopConfig);
    const outcome = await backtest({
      ...project,
      ...more,
      log: readLog([path!], project.project.config.timezone),
      effects: createEffectsFile(file),
    });
    return { result: outcome, text: readFileSync(file, 'utf8') };
  };
  beforeAll(async () => {
    events = rawEvents(path!);
    end = events.at(-1)!.at;
    ({ result, text } = await run('effects.ndjson'));
    lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  });
  const done = (trigger: string): string[] =>
    lines
      .filter((line) => line.trigger === `trigger/${trigger}` && line.outcome === 'done')
      .map(({ at, order }) => `${at} ${order}`)
      .sort();
  const asLines = (found: readonly { at: number; order: number }[]): string[] =>
    found.map(({ at, order }) => `${new Date(at).toISOString().replace('.000Z', 'Z')} ${order}`).sort();

  it('reads every event', () => {
    expect(result.events).toMatchObject({
      read: 17_063,
      invalid: 0,
      byType: { 'order.created': 3977, 'order.changed': 9055, 'review.posted': 4031 },
    });
    expect(result.events.read).toBe(events.length);
    expect(result.warnings.filter(({ code }) => code === 'unknown-code')).toEqual([]);
  });

  it('reminds of each order that is not paid 24 hours after its creation, once', () => {
    const expected = events
      .filter(({ type }) => type === 'order.created')
      .map(({ at, data }) => ({ at: at + 24 * hour, order: data.order.id as number }))
      .filter(({ at }) => at <= end)
      // Events of the same moment come before what is due then.
      .filter(({ at, order }) => !isPaidAt(events, order, at));
    expect(expected.length).toBeGreaterThan(100);
    expect(done('unpaid')).toEqual(asLines(expected));
    const trigger = result.triggers.find(({ address }) => address === 'trigger/unpaid')!;
    expect(trigger.entered).toBe(3977);
    expect(trigger.effects).toEqual({ task: expected.length });
    expect(trigger.exited).toBe(3977 - expected.length - trigger.waiting);
  });

  it('asks for a review when an order is complete for 7 days, at the same local time', () => {
    const expected = standing(events, 'complete')
      .map(({ order, from, until }) => ({ order, at: sevenLocalDays(from), until }))
      .filter(({ at, until }) => at <= end && until > at)
      .filter(({ order }, index, all) => all.findIndex((other) => other.order === order) === index);
    expect(expected.length).toBeGreaterThan(1000);
    expect(done('ask-review')).toEqual(asLines(expected));
  });

  it('asks for a review only of those who posted none in the week', () => {
    const completed = events.flatMap(({ at, data }) =>
      (data.changes ?? [])
        .filter((change: { field: string; new: unknown }) => change.field === 'status' && change.new === 'complete')
        .map(() => ({ from: at, order: data.order.id as number })),
    );
    const reviews = events.filter(({ type }) => type === 'review.posted');
    const expected = completed
      .map(({ from, order }) => ({ from, order, at: sevenLocalDays(from) }))
      .filter(({ at }) => at <= end)
      .filter(
        ({ from, order, at }) =>
          !reviews.some((review) => review.data.order.id === order && review.at > from && review.at <= at),
      );
    expect(done('ask-review-unless-posted')).toEqual(asLines(expected));
    expect(expected.length).toBeGreaterThan(50);
    expect(expected.length).toBeLessThan(completed.length);
  });

  it('gives each bad score to a person in working time', () => {
    const expected = events
      .filter(({ type, data }) => type === 'review.posted' && data.review.score <= 2)
      .map(({ at, data }) => ({ at: nextOpen(at), order: data.order.id as number }))
      .filter(({ at }) => at <= end);
    expect(expected.length).toBeGreaterThan(300);
    expect(done('low-score')).toEqual(asLines(expected));
    for (const line of lines.filter(({ trigger }) => trigger === 'trigger/low-score').slice(0, 200)) {
      const due = Date.parse(String(line.data['due']));
      expect(openMinutesBetween(Date.parse(line.at), due)).toBe(120);
    }
  });

  it('tells the buyer at every change of the status to delivering; without an address it says so', () => {
    const known = new Map<number, boolean>();
    const expected: { at: number; order: number; sent: boolean }[] = [];
    for (const { at, data } of events) {
      if (data.customer?.email !== undefined) known.set(data.customer.id, true);
      for (const change of data.changes ?? [])
        if (change.field === 'status' && change.new === 'delivering' && change.old !== 'delivering')
          expected.push({ at, order: data.order.id, sent: known.get(data.customer.id) === true });
    }
    expect(done('on-its-way')).toEqual(asLines(expected.filter(({ sent }) => sent)));
    const skipped = lines.filter(({ trigger, outcome }) => trigger === 'trigger/on-its-way' && outcome === 'skipped');
    expect(skipped.map(({ reason }) => reason)).toEqual(expected.filter(({ sent }) => !sent).map(() => 'no-address'));
    const trigger = result.triggers.find(({ address }) => address === 'trigger/on-its-way')!;
    expect(trigger.messages).toEqual({ email: done('on-its-way').length });
    expect(trigger.skipped).toEqual({ 'no-address': skipped.length });
  });

  it('writes effects in the order of time, each once', () => {
    const times = lines.map(({ at }) => Date.parse(at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const ids = text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Math.max(...times)).toBeLessThanOrEqual(end);
  });

  it('gives the same bytes when it runs again', async () => {
    const again = await run('again.ndjson');
    expect(again.text).toBe(text);
    expect(JSON.stringify(again.result)).toBe(JSON.stringify(result));
  });
});

const shopConfig =
  'version: 1\nname: olist\ntimezone: America/Sao_Paulo\ncurrency: BRL\nlocale: pt\nenvironments: {local: {}}\n';

/** Paid by the payments of the order itself, as told until that moment. */
function isPaidAt(events: readonly RawEvent[], order: number, at: number): boolean {
  let paid = false;
  for (const event of eventsOfOrder(events, order)) {
    if (event.at > at) break;
    for (const payment of event.data.order?.payments ?? []) paid = payment.status === 'paid';
    for (const change of event.data.changes ?? []) if (change.field === 'payments.status') paid = change.new === 'paid';
  }
  return paid;
}

const byOrder = new WeakMap<object, Map<number, RawEvent[]>>();

function eventsOfOrder(events: readonly RawEvent[], order: number): readonly RawEvent[] {
  let index = byOrder.get(events);
  if (!index) {
    index = new Map();
    for (const event of events) {
      const id = event.data.order?.id;
      if (!index.has(id)) index.set(id, []);
      index.get(id)!.push(event);
    }
    byOrder.set(events, index);
  }
  return index.get(order) ?? [];
}

/** Stretches in which an order stood in a status: from the event that brought it there to the one that took it away. */
function standing(events: readonly RawEvent[], status: string): { order: number; from: number; until: number }[] {
  const found: { order: number; from: number; until: number }[] = [];
  const since = new Map<number, number>();
  const status0 = new Map<number, string>();
  for (const { type, at, data } of events) {
    const order = data.order?.id;
    const next =
      type === 'order.created'
        ? data.order.status
        : (data.changes ?? []).find((change: { field: string }) => change.field === 'status')?.new;
    if (next === undefined || next === status0.get(order)) continue;
    if (since.has(order)) found.push({ order, from: since.get(order)!, until: at });
    since.delete(order);
    status0.set(order, next);
    if (next === status) since.set(order, at);
  }
  for (const [order, from] of since) found.push({ order, from, until: Infinity });
  return found.sort((a, b) => a.from - b.from);
}

// Local time of São Paulo by hand: −3 hours, −2 in summer (2017: until 19 February and from 15 October; 2018: until 18 February).
function offsetAt(at: number): number {
  const summers = [
    [Date.UTC(2016, 9, 16, 3), Date.UTC(2017, 1, 19, 2)],
    [Date.UTC(2017, 9, 15, 3), Date.UTC(2018, 1, 18, 2)],
  ];
  return summers.some(([from, to]) => at >= from! && at < to!) ? -2 * hour : -3 * hour;
}

function toUtc(local: number): number {
  for (const offset of [-2 * hour, -3 * hour]) if (offsetAt(local - offset) === offset) return local - offset;
  // Skipped in spring: the first moment after.
  return Date.UTC(2017, 9, 15, 3);
}

function sevenLocalDays(at: number): number {
  return toUtc(at + offsetAt(at) + 7 * 24 * hour);
}

const holidays = new Set(['2017-12-25', '2018-02-12', '2018-02-13']);

/** Whether the office of the project above is open in that minute. */
function isOpen(at: number): boolean {
  const local = new Date(at + offsetAt(at));
  if (holidays.has(local.toISOString().slice(0, 10))) return false;
  const minutes = local.getUTCHours() * 60 + local.getUTCMinutes();
  const weekday = local.getUTCDay();
  if (weekday === 0) return false;
  if (weekday === 6) return minutes >= 600 && minutes < 840;
  return minutes >= 540 && minutes < 1080 && !(minutes >= 780 && minutes < 840);
}

function nextOpen(at: number): number {
  if (isOpen(at)) return at;
  let minute = Math.floor(at / 60_000) * 60_000;
  while (!isOpen(minute)) minute += 60_000;
  return minute;
}

function openMinutesBetween(from: number, to: number): number {
  let open = 0;
  for (let at = from; at < to; at += 1000) if (isOpen(at)) open++;
  return open / 60;
}
