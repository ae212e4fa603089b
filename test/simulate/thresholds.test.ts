import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { backtest } from '../../src/simulate/backtest.js';
import { readLog } from '../../src/simulate/readLog.js';
import { projectOf } from './support/project.js';

const folder = mkdtempSync(join(tmpdir(), 'crmctl-thresholds-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shop = (policy: string): string => `
kind: Channel
code: sms
type: sms
provider: http
from: SHOP
price: 3.4
---
kind: Channel
code: email
type: email
provider: smtp
from: shop@example.com
---
kind: Policy
code: default
${policy}
---
kind: Template
code: thanks
name: Thanks
for: order
channels: {sms: {body: Thanks}, email: {subject: Thanks, body: Thanks}}
---
kind: Trigger
code: by-sms
on: {event: order.created}
key: order.id
do: [{id: tell, send: {template: thanks, via: sms}}]
---
kind: Trigger
code: by-mail
on: {event: order.created}
key: order.id
do: [{id: tell, send: {template: thanks, via: email}}]
`;

/** Orders of customer 7 on these days of March; the customer has a telephone and no e-mail. */
async function run(policy: string, days: readonly number[]) {
  const file = join(folder, 'log.ndjson');
  const lines = days.map((day, index) =>
    JSON.stringify({
      specversion: '1.0',
      id: `e${index}`,
      source: 'test',
      type: 'order.created',
      time: `2026-03-${String(day).padStart(2, '0')}T10:00:00Z`,
      data: { order: { id: index + 1, customer: { id: 7, phones: [{ number: '+79990000001' }] } } },
    }),
  );
  writeFileSync(file, lines.join('\n'));
  return backtest({ ...projectOf(shop(policy)), log: readLog([file], 'Europe/Moscow') });
}

test('messages cost what their channels cost', async () => {
  const { costs } = await run('control: 0%', [2, 3, 4]);
  expect(costs).toEqual({
    currency: 'RUB',
    total: 10.2,
    channels: { sms: 10.2 },
    triggers: { 'trigger/by-sms': 10.2 },
  });
});

test('a report warns of a trigger whose messages are held back', async () => {
  const { warnings } = await run('report: {skipped: 20%}', [2, 3]);
  expect(warnings.filter(({ code }) => code === 'held-back')).toEqual([
    {
      code: 'held-back',
      message: '2 of 2 messages (100%) were held back, more than report.skipped of the Policy (20%)',
      address: 'trigger/by-mail',
    },
  ]);
  expect((await run('report: {skipped: 100%}', [2, 3])).warnings).toEqual([]);
});

test('a report warns of customers who get more in seven days, wherever these begin', async () => {
  const pressed = async (days: readonly number[]) =>
    (await run('report: {perCustomer: 2}', days)).warnings.map(({ message }) => message);
  expect(await pressed([2, 8, 9, 15])).toEqual([]);
  expect(await pressed([2, 5, 8])).toEqual([
    '1 customer gets more than 2 messages within seven days (report.perCustomer of the Policy), such as customer/7',
  ]);
});
