import { describe, expect, it } from 'vitest';
import { play } from './play.js';

const about = `
kind: Program
code: points
ledger: own
---
kind: Team
code: sales
members: [user/anna@shop.ru]
---
kind: Connection
code: vk
url: https://ads.example.ru
audience: {add: {path: /join}, remove: {path: /leave}}
---
kind: Reference
of: paymentType
code: bank-card
name: Card
---
kind: Channel
code: sms
type: sms
provider: http
---
kind: Template
code: hello
for: call
channels: {sms: {body: Hello}}
`;

/** A call by somebody whom the CRM does not know: it brings neither an order nor a customer. */
const calledBy = (step: string) => {
  const trigger = `
kind: Trigger
code: story
on: {event: call.missed}
do:
  - {id: it, ${step}, onError: continue}
  - {id: told, task: {text: "{{ steps.it.ok ? 'done' : 'not done' }}"}}`;
  const call = { call: { id: 1, phone: '+79990000001' } };
  return play(`${about}---${trigger}`, [['2026-03-02 10:00', 'call.missed', call]], '2026-03-02 11:00');
};

describe('an action on what the entry does not bring is skipped, says why, and does not say that it is done', () => {
  it.each([
    ['note: Called', 'no-customer'],
    ['tag: {add: caller}', 'no-customer'],
    ['bonus: {credit: 5, program: points}', 'no-customer'],
    ['coupon: {percent: 5}', 'no-customer'],
    ['audience: {add: callers, network: vk}', 'no-customer'],
    ['customer: {merge: [8]}', 'no-customer'],
    ['set: {customer.firstName: Anna}', 'no-customer'],
    ['assign: {team: sales}', 'no-customer'],
    ['assign: {team: sales, of: customer}', 'no-customer'],
    ['set: {order.managerComment: Called}', 'no-order'],
    ['items: {add: [{offer: {article: GIFT}}]}', 'no-order'],
    ['discount: {percent: 5}', 'no-order'],
    ['reserve: =order.items', 'no-order'],
    ['release: all', 'no-order'],
    ['invoice: {type: bank-card}', 'no-order'],
    ['send: {template: hello}', 'no-address'],
  ])('%s', (step, reason) => {
    const { effects } = calledBy(step);
    expect(effects.map(({ step, outcome, reason }) => [step, outcome, reason])).toEqual([
      ['it', 'skipped', reason],
      ['told', 'done', undefined],
    ]);
    expect(effects[1]!.data['text']).toBe('not done');
  });

  it('a task and a new customer need nobody', () => {
    for (const step of ['task: {text: Call}', 'customer: {create: {firstName: Anna}}'])
      expect(calledBy(step).effects.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
  });

  it('of two fields the one whose owner is there changes', () => {
    const { effects } = play(
      `
kind: Trigger
code: story
on: {event: order.created}
do: [{id: it, set: {order.managerComment: Hi, customer.firstName: Anna}}]`,
      [['2026-03-02 10:00', 'order.created', { order: { id: 1, status: 'new' } }]],
      '2026-03-02 11:00',
    );
    expect(effects.map(({ outcome, data }) => [outcome, data['changes']])).toEqual([
      ['done', [{ entity: 'order', field: 'managerComment', before: null, value: 'Hi' }]],
    ]);
  });
});
