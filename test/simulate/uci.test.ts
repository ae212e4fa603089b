import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backtest, type BacktestResult } from '../../src/simulate/backtest.js';
import { createEffectsFile } from '../../src/simulate/effectsFile.js';
import { parseLimit } from '../../src/simulate/period.js';
import { readLog } from '../../src/simulate/readLog.js';
import { projectOf } from './support/project.js';
import { rawEvents, realLog, type RawEvent } from './support/realLogs.js';

/** A year of invoices of a British gift shop, against computations by hand. */
const path = realLog('uci-online-retail.ndjson.gz');
const day = 24 * 3_600_000;
const config = 'version: 1\nname: uci\ntimezone: Europe/London\ncurrency: GBP\nlocale: en\nenvironments: {local: {}}\n';

const shop = `
kind: Segment
code: asleep
name: Asleep
where: customer.daysSinceLastOrder >= 90
---
kind: Segmentation
code: frequency
name: Frequency
of: customer.ordersCount >= 1
segments:
  - {code: often, name: Often, where: customer.ordersCount >= 5}
  - {code: twice, name: Twice, where: customer.ordersCount >= 2}
  - {code: once, name: Once}
---
kind: Trigger
code: win-back
on: {entered: asleep}
do:
  - {id: call, task: {text: "Win back {{ customer.id }}"}}
---
kind: Trigger
code: silent
on: {held: customer.lastOrderAt, for: 2160h}
do:
  - {id: call, task: {text: "Win back {{ customer.id }}"}}
---
kind: Trigger
code: regular
on: {entered: often}
once: {per: customer}
do:
  - {id: thank, task: {text: "Thank {{ customer.id }}"}}
---
kind: Trigger
code: big-return
on: {event: custom.return, where: event.return.totalSumm < -100}
do:
  - {id: ask, task: {text: "Ask why"}}
`;

interface Line {
  readonly at: string;
  readonly trigger: string;
  readonly customer: number;
}

describe.skipIf(path === undefined)('automations over the log uci-online-retail', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crmctl-uci-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let events: readonly RawEvent[];
  let orders: ReadonlyMap<number, readonly number[]>;
  let end: number;
  let result: BacktestResult;
  let lines: readonly Line[];

  const run = async (name: string, limits: { from?: string; to?: string } = {}) => {
    const project = projectOf(shop, config);
    const file = join(folder, name);
    const zone = project.project.config.timezone;
    const outcome = await backtest({
      ...project,
      log: readLog([path!], zone),
      effects: createEffectsFile(file),
      from: limits.from === undefined ? undefined : parseLimit(limits.from, zone, 'from'),
      to: limits.to === undefined ? undefined : parseLimit(limits.to, zone, 'to'),
    });
    const text = readFileSync(file, 'utf8').trimEnd();
    return { result: outcome, lines: text.split('\n').map((line) => JSON.parse(line) as Line) };
  };
  beforeAll(async () => {
    events = rawEvents(path!);
    end = events.at(-1)!.at;
    orders = ordersByCustomer(events);
    ({ result, lines } = await run('effects.ndjson'));
  });
  const found = (trigger: string, among = lines): string[] =>
    among
      .filter((line) => line.trigger === `trigger/${trigger}`)
      .map(({ at, customer }) => `${at} ${customer}`)
      .sort();
  const asLines = (list: readonly { at: number; customer: number }[]): string[] =>
    list.map(({ at, customer }) => `${new Date(at).toISOString().replace('.000Z', 'Z')} ${customer}`).sort();

  it('wins back each customer who ordered nothing for 90 days, at that moment, once a silence', () => {
    const expected = silences(orders, 90, end);
    expect(expected.length).toBeGreaterThan(1000);
    expect(found('win-back')).toEqual(asLines(expected));
  });

  it('finds the same by the time of the last order as by the segment', () => {
    expect(found('silent')).toEqual(found('win-back'));
  });

  it('knows who is asleep at the end, and how often somebody fell asleep and woke up', () => {
    const asleep = result.segments.find(({ address }) => address === 'segment/asleep')!;
    const entered = silences(orders, 90, end);
    const members = [...orders.values()].filter((times) => Math.floor((end - times.at(-1)!) / day) >= 90);
    expect(asleep).toEqual({
      address: 'segment/asleep',
      entered: entered.length,
      members: members.length,
      left: entered.length - members.length,
    });
  });

  it('counts customers by their number of orders', () => {
    const counts = [...orders.values()].map(({ length }) => length);
    const members = (code: string): number | undefined =>
      result.segments.find(({ address }) => address === `segment/${code}`)?.members;
    expect(members('often')).toBe(counts.filter((count) => count >= 5).length);
    expect(members('twice')).toBe(counts.filter((count) => count >= 2 && count < 5).length);
    expect(members('once')).toBe(counts.filter((count) => count === 1).length);
    const fifth = [...orders].flatMap(([customer, times]) => (times.length >= 5 ? [{ customer, at: times[4]! }] : []));
    expect(found('regular')).toEqual(asLines(fifth));
  });

  it('asks why so much came back', () => {
    const expected = events.filter(({ type, data }) => type === 'custom.return' && data.return.totalSumm < -100);
    expect(lines.filter(({ trigger }) => trigger === 'trigger/big-return').map(({ at }) => Date.parse(at))).toEqual(
      expected.map(({ at }) => at),
    );
  });

  it('reports a period only, after a warm-up, and lets time pass until its end', async () => {
    const period = await run('period.ndjson', { from: '2011-06-01', to: '2011-08-31' });
    // British summer time: one hour ahead.
    const from = Date.UTC(2011, 4, 31, 23);
    const to = Date.UTC(2011, 7, 31, 23) - 1;
    const until = events.filter(({ at }) => at <= to);
    expect(found('win-back', period.lines)).toEqual(
      asLines(silences(ordersByCustomer(until), 90, to).filter(({ at }) => at >= from)),
    );
    expect(period.result.period).toEqual({ from: '2011-05-31T23:00:00Z', to: '2011-08-31T22:59:59.999Z' });
    expect(period.result.events).toMatchObject({
      read: until.length,
      warmUp: events.filter(({ at }) => at < from).length,
    });
    const trigger = period.result.triggers.find(({ address }) => address === 'trigger/win-back');
    expect(trigger?.effects).toEqual({ task: found('win-back', period.lines).length });
  });
});

function ordersByCustomer(events: readonly RawEvent[]): ReadonlyMap<number, readonly number[]> {
  const orders = new Map<number, number[]>();
  for (const { type, at, data } of events) {
    const customer = data.order?.customer?.id;
    if (type !== 'order.created' || customer === undefined) continue;
    if (!orders.has(customer)) orders.set(customer, []);
    orders.get(customer)!.push(at);
  }
  return orders;
}

/** An order, then none for so many days: the moment when they are full. */
function silences(
  orders: ReadonlyMap<number, readonly number[]>,
  days: number,
  end: number,
): { customer: number; at: number }[] {
  return [...orders].flatMap(([customer, times]) =>
    times
      .map((time, index) => ({ customer, at: time + days * day, next: times[index + 1] ?? Infinity }))
      .filter(({ at, next }) => next > at && at <= end),
  );
}
