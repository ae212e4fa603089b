import { expect, test } from 'vitest';
import { readProject } from '../../src/language/readProject.js';
import { dependenciesOf } from '../../src/language/dependencies.js';
import { vocabulary } from '../../src/vocabulary/index.js';

const shop = `kind: StatusGroup
code: calls
name: Calls
statuses: [{code: no-answer, name: No answer}]
---
kind: Calendar
code: office
week: {mon-fri: "09:00-18:00"}
---
kind: Team
code: head
members: [user/head@shop.example]
---
kind: Segment
code: vip
name: VIP
where: customer.totalSumm > 100000
---
kind: CustomField
of: order
code: callAt
type: datetime
name: Call at
---
kind: CustomField
of: customer
code: callAt
type: datetime
name: Call at
---
kind: Reference
of: deliveryType
code: courier
name: Courier
`;

/** What the document names of the shop above. */
function namedBy(document: string): readonly string[] | undefined {
  const files = [
    { path: 'crmctl.yaml', text: 'version: 1\nname: shop\ntimezone: UTC\n' },
    { path: 'shop.yaml', text: `${shop}---\n${document}` },
  ];
  return dependenciesOf(readProject(files, new Map(), vocabulary), vocabulary).get(
    /^kind: Test/.test(document) ? 'test/it' : 'trigger/it',
  );
}

const triggerThat = (rest: string): string =>
  `kind: Trigger\ncode: it\nname: It\non: {event: order.created}\n${rest}\n`;

test.each([
  [
    'a code compared with a variable of a loop',
    'customer.orders.exists(o, o.status == "no-answer")',
    'status-group/calls',
  ],
  ['a calendar that a function is given', 'isWorking("office", now)', 'calendar/office'],
  ['a segment that a function is given', 'inSegment("vip")', 'segment/vip'],
  ['a field of the order as it was', 'entry.order.customFields.callAt != null', 'custom-field/order.callAt'],
  ['a code of what an order is delivered by', 'order.delivery.code == "courier"', 'reference/delivery-type.courier'],
])('%s is named', (_, condition, address) => {
  expect(namedBy(triggerThat(`when: ${condition}\ndo: [{id: a, note: New}]`))).toEqual([address]);
});

test('a field of a variable is anybody’s of that code', () => {
  const condition = 'customer.orders.exists(o, o.customFields.callAt != null)';
  expect(namedBy(triggerThat(`when: ${condition}\ndo: [{id: a, note: New}]`))).toEqual([
    'custom-field/customer.callAt',
    'custom-field/order.callAt',
  ]);
});

test('a team is named as a person, a status in the words of the CRM’s texts', () => {
  const text = "{% if order.status.code == 'no-answer' %}again{% endif %}";
  expect(namedBy(triggerThat(`do: [{id: a, task: {text: "${text}", to: team/head}}]`))).toEqual([
    'status-group/calls',
    'team/head',
  ]);
});

test('made-up data of a Test names statuses, deliveries and fields; its own code names nothing', () => {
  const given = '{id: 1, status: no-answer, delivery: {code: courier}, customFields: {callAt: 2026-03-02}}';
  const document = `kind: Test\ncode: it\ntrigger: other\ngiven: [{at: 2026-03-02 10:00, order.created: ${given}}]\n`;
  expect(namedBy(document)).toEqual([
    'custom-field/customer.callAt',
    'custom-field/order.callAt',
    'reference/delivery-type.courier',
    'status-group/calls',
  ]);
  expect(namedBy(triggerThat('do: [{id: vip, note: New}]'))).toEqual([]);
});
