/** A small shop in which every home of a resource occurs. */
export const statuses = `kind: StatusGroup
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

export const trigger = `kind: Trigger
code: no-answer
name: Недозвон
on: {changed: order.status, to: [no-answer-1, no-answer-2]}
do:
  - {id: pause, wait: 1h}
  - {id: call, task: {text: "Перезвонить {{ order.number }}"}}
`;

export const rest = `kind: CustomField
code: callAt
of: order
type: date
name: Когда перезвонить
---
kind: CustomField
code: supplier
of: order
type: dictionary
dictionary: supplier
name: Поставщик
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

export const files = { 'statuses.yaml': statuses, 'trigger.yaml': trigger, 'rest.yaml': rest };
