import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { instant } from '../../src/model/instant.js';
import { parseRate } from '../../src/model/rate.js';
import { openPace } from '../../src/run/store/pace.js';
import { openAutomationFile } from '../../src/server/automation/store/file.js';
import { faultyServer, json } from '../crm/faultyServer.js';
import { openLiveShop, outboxOf, type LiveShop } from './liveShop.js';

const gateway = (url: string, rate: string, more = ''): string => `kind: Connection
code: gateway
name: Gateway
url: ${url}
rate: ${rate}
${more}---
kind: Trigger
code: ask
name: Ask
on: {event: order.created}
do:
  - {id: ask, http: {connection: gateway, path: /ask, body: {order: "{{ order.number }}"}}}
  - {id: call, task: {text: "Call {{ order.number }}"}}
`;

async function shopWithOrders(rate: string, orders: number): Promise<{ shop: LiveShop; asked: () => number }> {
  const service = await faultyServer(json({}));
  onTestFinished(() => service.close());
  const shop = await openLiveShop(gateway(service.url, rate));
  for (let number = 1; number <= orders; number++) await shop.order({ number: `A-${number}` });
  return { shop, asked: () => service.seen.length };
}

test('what is over the rate is left for a later pass, and the passes count together', async () => {
  const { shop, asked } = await shopWithOrders('2/m', 5);
  await shop.runDone();
  expect(asked()).toBe(2);
  await shop.runDone();
  expect(asked()).toBe(2);
  shop.pass('1m');
  await shop.runDone();
  expect(asked()).toBe(4);
  shop.pass('1m');
  await shop.runDone();
  expect(asked()).toBe(5);
  expect(outboxOf(shop)).toEqual({ done: 10 });
});

test('a pass that can wait a moment waits, and does the rest meanwhile', async () => {
  const { shop, asked } = await shopWithOrders('2/s', 5);
  const pauses: number[] = [];
  await shop.runDone({
    sleep: (milliseconds) => {
      pauses.push(milliseconds);
      shop.pass('1s');
      return Promise.resolve();
    },
  });
  expect(asked()).toBe(5);
  expect(pauses).toEqual([1000, 1000]);
  expect(outboxOf(shop)).toEqual({ done: 10 });
});

test('a pass does not wait for hours', async () => {
  const { shop, asked } = await shopWithOrders('1/h', 2);
  await shop.runDone({ sleep: () => Promise.reject(new Error('it waits')) });
  expect(asked()).toBe(1);
});

test('no window of its length ever holds more than the rate', () => {
  const rate = parseRate('3/m')!;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 40 }), (gaps) => {
      const database = openAutomationFile(':memory:');
      const pace = openPace(database);
      const gone: number[] = [];
      let now = instant(1_000_000);
      for (const gap of gaps) {
        now = instant(now + gap);
        const free = pace.free('x', rate, now);
        expect(free).toBeGreaterThanOrEqual(now);
        now = free;
        pace.count('x', rate, now);
        gone.push(now);
      }
      database.close();
      gone.forEach((at, index) => {
        if (index >= rate.count) expect(at - gone[index - rate.count]!).toBeGreaterThanOrEqual(rate.milliseconds);
      });
    }),
    { numRuns: 50 },
  );
});

test('a connection gives up after its own timeout', async () => {
  const service = await faultyServer(() => undefined);
  onTestFinished(() => service.close());
  const shop = await openLiveShop(gateway(service.url, '100/s', 'timeout: 1s\n'));
  await shop.order({ number: 'A-1' });
  const summary = await shop.runDone();
  expect(summary.attention).toMatchObject([
    { state: 'retry', error: expect.stringContaining('no whole answer within 1s') as unknown },
  ]);
});
