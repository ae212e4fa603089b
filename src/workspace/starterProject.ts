import type { SourceFile } from '../language/project.js';

/**
 * The files of a new project: a shop that thanks for orders and calls when nobody took one up, with its statuses, working
 * hours, policy, tests and a small log to try it on. It validates, tests, plans and back-tests as it is.
 */
export function starterProject(options: Named): readonly SourceFile[] {
  return [
    ...bareProject(options),
    { path: 'statuses.yaml', text: statuses },
    { path: 'calendar.yaml', text: calendar },
    { path: 'sending.yaml', text: sending },
    { path: 'triggers/new-order.yaml', text: trigger },
    { path: 'triggers/new-order.test.yaml', text: tests },
    { path: 'samples/orders.ndjson', text: log() },
  ];
}

/** A project with nothing in it. */
export function bareProject(options: Named): readonly SourceFile[] {
  return [
    { path: 'crmctl.yaml', text: config(options) },
    { path: '.gitignore', text: '# State of local runs, keys and databases; saved plans.\n.crmctl/\nplan.json\n' },
  ];
}

interface Named {
  readonly name: string;
  readonly timezone: string;
}

function config({ name, timezone }: Named): string {
  return `version: 1
name: ${name}
timezone: ${timezone}        # the account's zone: the CRM's times carry no offset
currency: RUB
locale: ru
environments:
  local: {}                    # the embedded CRM, state under .crmctl/
  # production:
  #   crm: {url: https://shop.retailcrm.ru, key: "\${RETAILCRM_API_KEY}", site: main}
  #   automation: {url: https://automation.shop.ru, token: "\${CRMCTL_TOKEN}"}
`;
}

const statuses = `kind: StatusGroup
code: new
name: Новый
calendar: office               # limits count working time
statuses:
  - {code: new, name: Новый, limit: 2h}
---
kind: StatusGroup
code: approval
name: Согласование
process: true
calendar: office
statuses:
  - {code: client-confirmed, name: Согласовано с клиентом, limit: 4h}
---
kind: StatusGroup
code: complete
name: Выполнен
statuses:
  - {code: complete, name: Выполнен}
---
kind: StatusGroup
code: cancel
name: Отменён
statuses:
  - {code: cancel-other, name: Отменён}
`;

const calendar = `# When people work: pauses, limits and tasks count in it. Put in your own days off, and those that the state moves.
kind: Calendar
code: office
name: Отдел продаж
week: {mon-fri: "09:00-18:00", sat: "10:00-16:00"}
breaks: {mon-fri: "13:00-14:00"}
holidays:
  - {from: 2026-01-01, to: 2026-01-08, name: Новогодние каникулы}
  - 2026-02-23
  - 2026-03-08
  - {from: 2026-05-01, to: 2026-05-03, name: Май}
  - 2026-05-09
  - 2026-06-12
  - 2026-11-04
  - {from: 2027-01-01, to: 2027-01-08, name: Новогодние каникулы}
  - 2027-02-23
  - 2027-03-08
  - {from: 2027-05-01, to: 2027-05-03, name: Май}
  - 2027-05-09
  - 2027-06-12
  - 2027-11-04
`;

const sending = `kind: Channel
code: email
name: Почта
type: email
provider: smtp
from: \${SMTP_FROM:-shop@example.com}
host: \${SMTP_HOST:-127.0.0.1}
port: \${SMTP_PORT:-1025}
---
# What may reach a customer, and when. Offers: not at night, one a day, three a week, to those who did not unsubscribe.
kind: Policy
code: default
name: Что и когда можно писать покупателям
classes:
  marketing: {quiet: "21:00-10:00", onQuiet: defer, caps: [1/1d, 3/7d], onCap: defer, consent: required}
  service: {quiet: "23:00-08:00", onQuiet: defer}
catchUp: {maxMessages: 200}
loop: {maxDepth: 3, perHour: 20}
`;

const trigger = `kind: Trigger
code: new-order
name: Спасибо за заказ
on: {event: order.created}
exit: order.status != entry.order.status      # somebody took the order up
do:
  - id: thanks
    send: {template: new-order}
  - id: pause
    wait: {for: 4h, calendar: office}          # working time: nights and lunch do not count
  - id: call
    task: {text: "Заказ {{ order.number }} ждёт: перезвонить клиенту", to: manager, due: 30m}
---
kind: Template
code: new-order
name: Спасибо за заказ
for: order
channels:
  email:
    subject: "Заказ {{ order.number }} принят"
    body: |
      {{ customer.firstName|default('Здравствуйте') }}, спасибо за заказ на {{ order.totalSumm|number_format(0, ',', ' ') }} ₽.
      Мы позвоним вам в рабочее время.
`;

const tests = `kind: Test
code: nobody-took-it-up
name: Письмо сразу, звонок через четыре рабочих часа
trigger: new-order
given:
  - at: 2026-03-02 10:00                       # Monday
    order.created: {id: 1, number: A-1, status: new, totalSumm: 3490, customer: {id: 7, firstName: Анна, email: anna@example.com}}
expect:
  - at: 2026-03-02 10:00
    send: {template: new-order}
  - at: 2026-03-02 15:00                       # lunch does not count
    task: {text: "*A-1*"}
---
kind: Test
code: taken-up-in-time
name: Заказ согласован, звонить не нужно
trigger: new-order
given:
  - at: 2026-03-02 10:00
    order.created: {id: 1, number: A-1, status: new, totalSumm: 3490, customer: {id: 7, firstName: Анна, email: anna@example.com}}
  - at: 2026-03-02 11:30
    change: {order: 1, status: client-confirmed}
expect:
  - at: 2026-03-02 10:00
    send: {template: new-order}
never:
  - task: {}
until: 2026-03-04
`;

/** Three days of a small shop: some orders are taken up, one comes at night, one is left. */
function log(): string {
  const created = (id: number, time: string, totalSumm: number, customer: Record<string, unknown>) =>
    line(id * 2 - 1, 'order.created', id, time, {
      order: { id, number: `S-${String(id)}`, status: 'new', totalSumm, customer: { id: customer.id } },
      customer,
    });
  const moved = (id: number, time: string, status: string) =>
    line(id * 2, 'order.changed', id, time, { order: { id }, changes: [{ field: 'status', old: 'new', new: status }] });
  const anna = { id: 1, firstName: 'Анна', email: 'anna@example.com' };
  const oleg = { id: 2, firstName: 'Олег', email: 'oleg@example.com' };
  const lines = [
    created(1, '2026-03-02T07:10:00Z', 3490, anna),
    moved(1, '2026-03-02T08:05:00Z', 'client-confirmed'),
    created(2, '2026-03-02T12:40:00Z', 990, oleg),
    created(3, '2026-03-02T21:30:00Z', 15_600, anna),
    moved(3, '2026-03-03T06:20:00Z', 'cancel-other'),
    created(4, '2026-03-04T09:00:00Z', 2100, oleg),
    moved(4, '2026-03-04T14:30:00Z', 'client-confirmed'),
  ];
  return lines.map((each) => `${JSON.stringify(each)}\n`).join('');
}

/** A CloudEvents 1.0 record, as recorded logs hold them. */
function line(number: number, type: string, order: number, time: string, data: Record<string, unknown>) {
  return {
    specversion: '1.0',
    id: `sample-${String(number)}`,
    source: 'sample',
    type,
    subject: `order/${String(order)}`,
    time,
    data,
  };
}
