import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { backtest } from '../../src/simulate/backtest.js';
import { readLog } from '../../src/simulate/readLog.js';
import { projectOf } from './support/project.js';

const shop = `kind: Validation
code: deferred-needs-date
of: order
when: order.status == "deferred" && order.customFields.callAt == null
message: "Укажите дату, когда перезвонить по заказу {{ order.number }}"
---
kind: Validation
code: no-email
of: customer
when: customer.email == null
message: E-mail
---
kind: CustomField
code: callAt
of: order
type: date
name: Call at
---
kind: Trigger
code: defer
on: {changed: order.status, to: waiting}
do: [{id: move, set: {order.status: deferred}}]
`;

function line(id: string, minute: number, type: string, data: object): string {
  const time = `2026-03-02T10:0${minute}:00Z`;
  return JSON.stringify({ specversion: '1.0', id, source: 'test', type, time, data });
}

function change(id: string, minute: number, fields: Record<string, unknown>): string {
  const changes = Object.entries(fields).map(([field, value]) => ({ field, new: value }));
  return line(id, minute, 'order.changed', { order: { id: 1 }, changes });
}

it('counts how often a change in the log would have been refused, not those that crmctl makes', async () => {
  const log = join(mkdtempSync(join(tmpdir(), 'crmctl-')), 'log.ndjson');
  writeFileSync(
    log,
    [
      line('a', 0, 'order.created', { order: { id: 1, status: 'new', customer: { id: 7 } } }),
      change('b', 1, { status: 'deferred' }),
      change('c', 2, { 'customFields.callAt': '2026-03-05' }),
      change('d', 3, { 'customFields.callAt': null, status: 'waiting' }),
      line('e', 4, 'customer.changed', { customer: { id: 7, firstName: 'Anna' } }),
      line('f', 5, 'customer.changed', { customer: { id: 7, email: 'anna@example.com' } }),
    ].join('\n'),
  );
  const { validations } = await backtest({ ...projectOf(shop), log: readLog([log], 'Europe/Moscow') });
  expect(validations).toEqual([
    { address: 'validation/deferred-needs-date', saved: 4, refused: 1, examples: ['b'] },
    { address: 'validation/no-email', saved: 2, refused: 1, examples: ['e'] },
  ]);
});
