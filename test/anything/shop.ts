import { statuses } from '../engine/harness.js';

/** What random documents may name: at least one resource of every kind that others refer to. */
export const shop = `${statuses}---
kind: Channel
code: push
type: push
provider: http
url: https://push.example.ru
price: 1
budget: 5/day
---
kind: Template
code: by-order
name: By order
for: order
params: {days: {type: number, default: 3}}
channels:
  sms: {body: "{{ order.number }} {{ customer.firstName|default('you') }} {{ params.days }}"}
  push: {body: "{{ order.totalSumm }}"}
---
kind: Segment
code: buyers
name: Buyers
where: customer.daysSinceLastOrder <= 1
---
kind: Segmentation
code: rf
name: RF
of: customer.ordersCount >= 1
segments:
  - {code: many, name: Many, where: customer.ordersCount >= 2}
  - {code: few, name: Few}
---
kind: Program
code: club
name: Club
ledger: own
expires: 14d
---
kind: Team
code: desk
name: Desk
members: [user/a@shop.ru, user/b@shop.ru]
---
kind: Connection
code: outside
url: https://outside.example.ru
---
kind: Sequence
code: reach
name: Reach
params: {pause: {type: duration, default: 1h}, text: {type: string, default: hello}, which: {type: template, default: hello}}
do:
  - {id: first, wait: =params.pause}
  - {id: tell, send: {template: =params.which}}
  - {id: call, task: {text: "{{ params.text }}"}}
---
kind: Reference
of: store
code: main
name: Main
---
kind: Policy
code: default
classes: {marketing: {quiet: "21:00-10:00", caps: [2/1d], consent: required}, service: {quiet: "23:00-08:00"}}
control: 5%
loop: {maxDepth: 3, perHour: 10}
---
kind: Dictionary
code: colour
name: Colour
elements: [{code: red, name: Red}, {code: blue, name: Blue}]
---
${['order', 'customer']
  .flatMap((of) =>
    ['string', 'numeric', 'boolean', 'date', 'datetime', 'integer'].map(
      (type) => `kind: CustomField\ncode: ${type}Field\nof: ${of}\ntype: ${type}\nname: F`,
    ),
  )
  .join('\n---\n')}
---
kind: CustomField
code: colour
of: order
type: dictionary
dictionary: colour
name: Colour
`;
