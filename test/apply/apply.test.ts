import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectOf } from '../plan/scene.js';
import { openShop, type Shop } from './shop.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const statuses = `kind: StatusGroup
code: no-answer
name: Недозвон
process: true
calendar: office
statuses:
  - {code: no-answer-1, name: Недозвон 1, limit: 1h, next: [no-answer-2]}
  - {code: no-answer-2, name: Недозвон 2, limit: 2h}
---
kind: Calendar
code: office
timezone: Europe/Moscow
week: {mon-fri: "09:00-18:00"}
`;
const trigger = `kind: Trigger
code: no-answer
name: Недозвон
on: {changed: order.status, to: [no-answer-1, no-answer-2]}
do:
  - {id: pause, wait: 1h}
  - {id: call, task: {text: "Перезвонить {{ order.number }}"}}
`;
const rest = `kind: CustomField
code: callAt
of: order
type: date
name: Когда перезвонить
---
kind: Dictionary
code: supplier
name: Поставщик
elements: [{code: north, name: Север}, {code: south, name: Юг}]
---
kind: Reference
of: orderType
code: wholesale
name: Опт
tags: [b2b]
`;
const files = { 'statuses.yaml': statuses, 'trigger.yaml': trigger, 'rest.yaml': rest };

describe('apply', () => {
  test('brings the CRM to what the repository says, so that the next plan is empty', async () => {
    const project = projectOf(files);
    expect(project.diagnostics).toEqual([]);
    const plan = await shop.plan(project);
    expect(plan.summary).toMatchObject({ create: 6, update: 0, remove: 0, manual: 0 });
    const outcome = await shop.apply(project, plan);
    expect(outcome).toMatchObject({ is: 'done', report: { ok: true, failed: [], skipped: [], manual: [] } });
    expect((await shop.plan(project)).resources).toEqual([]);
  });
});
