import type { Account } from '../../../src/language/account.js';

/** Projects that each check must find fault with, and projects that are right; `finds` is part of every message. */
export interface Case {
  readonly account?: Account;
  readonly good: readonly string[];
  readonly bad: readonly {
    readonly project: string;
    readonly finds: string;
    readonly line: number;
    readonly suggests?: string;
    readonly severity?: 'note';
  }[];
}

const statuses = `kind: StatusGroup
code: work
name: Work
statuses:
  - {code: new, name: New, next: [paid, cancelled]}
  - {code: paid, name: Paid}
  - {code: cancelled, name: Cancelled}
---
`;
const template = `kind: Template
code: thanks
name: Thanks
for: order
params: {code: string, days: {type: number, default: 3}}
channels:
  email: {subject: Thanks, body: Thank you}
---
`;
const email = 'kind: Channel\ncode: email\ntype: email\n---\n';
const sms = (code: string) => `kind: Channel\ncode: ${code}\ntype: sms\n---\n`;
const trigger = (rest: string) => `kind: Trigger\ncode: t\nname: T\n${rest}`;
const sends = (send: string) => trigger(`on: {event: order.created}\ndo:\n  - {id: tell, send: ${send}}\n`);
const reacts = (code: string, on: string, set: string) =>
  `kind: Trigger\ncode: ${code}\nname: ${code}\non: ${on}\ndo:\n  - {id: move, set: ${set}}\n---\n`;
const answers = (code: string, on: string, send: string) =>
  `kind: Trigger\ncode: ${code}\nname: ${code}\non: ${on}\ndo:\n  - {id: tell, ${send}}\n---\n`;
const twoTexts = `kind: Template\ncode: thanks\nfor: customer\nchannels: {email: {subject: A, body: B}, sms: {body: B}}\n---\nkind: Template\ncode: other\nfor: customer\nchannel: sms\nbody: B\n---\n`;
const arms = (split: string, step: string) =>
  `${twoTexts}${trigger(`on: {event: order.created}\nclass: marketing\ndo:\n  - {id: s, split: {${split}}}\n  - ${step}\n`)}`;
const segments = (list: string, of = 'customer.ordersCount >= 1') =>
  `kind: Segmentation\ncode: rf\nname: RF\nof: ${of}\nsegments:\n${list}`;
const policy = (rules: string) => `kind: Policy\ncode: default\nname: P\n${rules}`;
const segment = (where: string) => `kind: Segment\ncode: s\nname: S\nwhere: ${where}\n`;
const test = (rest: string) =>
  `${trigger('on: {event: order.created}\ndo:\n  - {id: n, note: Hello}\n')}---\nkind: Test\ncode: a\nname: A\ntrigger: t\n${rest}`;

const given = 'given:\n  - {at: 2026-03-02 12:30, order.created: {id: 1}}\n';

const watching = (form: string) => trigger(`on: ${form}\ndo:\n  - {id: n, note: Hello}\n`);

const steps = (list: string) =>
  `kind: Calendar\ncode: office\nweek: {mon: "09:00-18:00"}\n---\nkind: Program\ncode: own\nledger: own\n---\n${trigger(`on: {event: order.created}\ndo:\n${list}`)}`;

const limits = `kind: StatusGroup
code: work
name: W
statuses:
  - {code: new, name: N, limit: 1h}
  - {code: paid, name: P}
---
`;

const sequence = (code: string, calls: string | undefined) =>
  `kind: Sequence\ncode: ${code}\ndo: [{id: go, ${calls === undefined ? 'note: Hello' : `call: ${calls}`}}]\n---\n`;
const calls = (given: string) =>
  `${template}kind: Sequence\ncode: s\nparams: {text: string, hurry: {type: duration, default: 1h}, which: {type: template, default: thanks}}\ndo: [{id: n, note: "{{ params.text }}"}]\n---\n${trigger(`on: {event: order.created}\ndo: [{id: go, call: s, with: ${given}}]\n`)}`;

const approved = `kind: MessengerTemplate
code: ready
mgChannelId: 1
lang: ru
header: {text: {parts: ["Заказ ", {var: custom}]}}
template: ["Здравствуйте, ", {var: first_name}, "! К оплате ", {var: custom}]
buttons: [{type: URL, text: Открыть, url: "https://shop.example/{{1}}"}]
---
`;
const says = (message: string, rest = '') =>
  `${approved}kind: Template\ncode: thanks\nname: Thanks\nfor: order\nchannels:\n  messenger: ${message}\n${rest}`;
const three = '["{{ order.number }}", "{{ order.totalSumm }}", "{{ order.id }}"]';

export const cases: Readonly<Record<string, Case>> = {
  CRM301: {
    good: [
      segments(
        '  - {code: a, name: A, where: customer.ordersCount >= 2}\n  - {code: b, name: B, where: customer.ordersCount < 2}\n',
      ),
      segments('  - {code: a, name: A, where: customer.ordersCount > 5}\n  - {code: b, name: B}\n'),
    ],
    bad: [
      {
        project: segments(
          '  - {code: a, name: A, where: customer.ordersCount >= 4}\n  - {code: b, name: B, where: customer.ordersCount <= 2}\n',
        ),
        finds: 'belongs to no segment: ordersCount 3',
        line: 6,
        suggests: 'without `where`',
      },
    ],
  },
  CRM302: {
    good: [
      segments(
        '  - {code: a, name: A, where: customer.ordersCount >= 4}\n  - {code: b, name: B, where: customer.ordersCount >= 2}\n  - {code: c, name: C}\n',
      ),
    ],
    bad: [
      {
        project: segments(
          '  - {code: a, name: A, where: customer.ordersCount >= 2}\n  - {code: b, name: B, where: customer.ordersCount >= 4}\n  - {code: c, name: C}\n',
        ),
        finds: 'the segment "b" can never win: a above takes everybody',
        line: 7,
        suggests: 'move it above a',
      },
      {
        project: segments('  - {code: a, name: A, where: customer.ordersCount < 1}\n  - {code: c, name: C}\n'),
        finds: 'nobody of the population can match the segment "a"',
        line: 6,
      },
    ],
  },
  CRM303: {
    good: [segments('  - {code: a, name: A, where: customer.ordersCount >= 4}\n  - {code: c, name: C}\n')],
    bad: [
      {
        project: segments(
          '  - {code: a, name: A, where: customer.ordersCount >= 4}\n  - {code: b, name: B, where: customer.daysSinceLastOrder <= 90}\n  - {code: c, name: C}\n',
        ),
        finds: '"b" also matches customers whom segments above it take: a (ordersCount 4, daysSinceLastOrder 89)',
        line: 7,
      },
    ],
  },
  CRM304: {
    good: [segments('  - {code: a, name: A, where: inSegment("c")}\n  - {code: c, name: C}\n')],
    bad: [
      {
        project: segments(
          '  - {code: a, name: A, where: customer.totalSumm / customer.ordersCount > 100}\n  - {code: b, name: B, where: customer.ordersCount > 3}\n',
        ),
        finds: 'depends on `customer.totalSumm / customer.ordersCount > 100`',
        line: 6,
        suggests: 'last segment',
      },
    ],
  },
  CRM305: {
    good: [trigger('on: {event: order.created}\ndo:\n  - {id: a, note: A}\n  - {id: b, note: B}\n')],
    bad: [
      {
        project: trigger('on: {event: order.created}\ndo:\n  - {id: a, note: A}\n  - {id: a, note: B}\n'),
        finds: 'another step of this trigger has the id "a"',
        line: 7,
        suggests: 'a-2',
      },
      {
        project: trigger(
          'on: {event: order.created}\ndo:\n  - {id: a, note: A}\n  - id: c\n    choose:\n      - if: order.totalSumm > 1\n        do:\n          - {id: a, note: B}\n',
        ),
        finds: 'the id "a"',
        line: 11,
      },
    ],
  },
  CRM306: {
    good: [
      template + email + sends('{template: thanks, with: {code: A}, via: [best]}'),
      template + email + sends('{template: thanks, with: {code: A}, via: [email]}'),
    ],
    bad: [
      {
        project: template + sms('text') + sends('{template: thanks, with: {code: A}, via: [text]}'),
        finds: 'the template "thanks" has no text for sms',
        line: 18,
        suggests: 'channels.sms in shop.yaml:1',
      },
    ],
  },
  CRM307: {
    good: [
      template + email + sends('{template: thanks, with: {code: A}}'),
      template +
        email.replace('code: email', 'code: letters') +
        sends('{template: thanks, with: {code: A}, via: [email]}'),
    ],
    bad: [
      {
        project: template + sends('{template: thanks, with: {code: A}}'),
        finds: 'no Channel of the type email',
        line: 14,
        suggests: 'kind: Channel',
      },
      {
        project:
          template.replace('email:', 'sms:') +
          sms('one') +
          sms('two') +
          sends('{template: thanks, with: {code: A}, via: [sms]}'),
        finds: 'several Channels have the type sms: one, two',
        line: 22,
        suggests: '[one]',
      },
    ],
  },
  CRM308: {
    good: [template + email + sends('{template: thanks, with: {code: A}}')],
    bad: [
      {
        project:
          template +
          email +
          trigger('on: {schedule: "0 11 * * TUE"}\ndo:\n  - {id: tell, send: {template: thanks, with: {code: A}}}\n'),
        finds: '`send` needs a customer, and `schedule` brings none',
        line: 18,
        suggests: 'each:',
      },
    ],
  },
  CRM309: {
    good: [
      statuses +
        trigger(
          'on: {changed: order.status, to: [paid]}\ndo:\n  - {id: move, set: {order.status: cancelled, customer.vip: true}}\n',
        ),
      trigger('on: {changed: order.status, to: [anything]}\ndo:\n  - {id: n, note: A}\n'),
      trigger(
        `on: {event: order.created}
do:
  - {id: a, set: {order.payments.status: paid, payment.type: cash, item.status: new, delivery.address.city: X, loyaltyAccount.cardNumber: "1"}}
  - {id: b, order: {create: {customer: {id: 7, type: customer_corporate}, status: "{{ order.status }}", items: [{offer: {article: X}, quantity: 1}]}}}
  - {id: c, items: {set: {initialPrice: 5}}}
`,
      ),
    ],
    bad: [
      ...(
        [
          ['set: {order.manager: 3}', 'order.manager is computed', 'set order.managerId'],
          ['set: {order.totalSumm: 5}', 'order.totalSumm cannot be set', 'follows from the lines, the discounts'],
          ['set: {customer.tags: vip}', 'customer.tags cannot be set', 'the action `tag`'],
          ['set: {loyaltyAccount.amount: 5}', 'loyaltyAccount.amount cannot be set', 'the action `bonus`'],
          ['set: {order.items.discountTotal: 5}', 'order.items.discountTotal cannot be set', 'from the discounts'],
          ['items: {set: {isCanceled: true}}', 'item.isCanceled cannot be set', 'it follows from item.status'],
          ['http: {connection: crm, save: {order.id: =body.x}}', 'order.id cannot be set', 'externalId'],
          ['customer: {create: {id: 7}}', 'customer.id cannot be set', 'externalId'],
          ['items: {set: {price: 3}}', 'item.price is computed', 'set item.initialPrice'],
          ['items: {set: {quanity: 3}}', 'item has no field "quanity"', 'quantity'],
          ['set: {review.score: 3}', '"review" has no fields to set', 'those of order, customer'],
          ['http: {connection: crm, save: {customer.foo: =body.x}}', 'customer has no field "foo"', undefined],
          ['exec: {command: run, save: {order.staus: =output}}', 'order has no field "staus"', 'status'],
          ['order: {create: {items: [{offer: {artcle: X}}]}}', 'order.items.offer has no field "artcle"', 'article'],
          ['order: {create: {status: payd}}', '"payd" is no status', 'paid'],
          ['customer: {create: {firstNam: X}}', 'customer has no field "firstNam"', 'firstName'],
        ] as const
      ).map(([step, finds, suggests]) => ({
        project: `${statuses}kind: Connection\ncode: crm\nurl: https://example.com\n---\n${trigger(`on: {event: order.created}\ndo:\n  - {id: m, ${step}}\n`)}`,
        finds,
        line: 18,
        ...(suggests !== undefined && { suggests }),
      })),
      {
        project: statuses + trigger('on: {changed: order.status, to: [payd]}\ndo:\n  - {id: n, note: A}\n'),
        finds: '"payd" is no status',
        line: 12,
        suggests: 'did you mean "paid"?',
      },
      {
        project: statuses + trigger('on: {event: order.created}\ndo:\n  - {id: m, set: {order.status: payd}}\n'),
        finds: '"payd" is no status',
        line: 14,
        suggests: 'did you mean "paid"?',
      },
      {
        project: trigger('on: {event: order.created}\ndo:\n  - {id: m, set: {order.statsu: new}}\n'),
        finds: 'order has no field "statsu"',
        line: 6,
        suggests: 'did you mean "status"?',
      },
    ],
  },
  CRM310: {
    good: [
      // What was sent comes back as events; the filter says of which.
      twoTexts + answers('a', '{event: message.accepted}', 'send: {template: thanks}'),
      twoTexts +
        answers('a', '{event: message.accepted, where: message.template == "thanks"}', 'send: {template: other}'),
      twoTexts +
        answers(
          'a',
          '{event: message.bounced, where: message.channel == "email"}',
          'send: {template: thanks, via: sms}',
        ),
      twoTexts +
        answers('a', '{event: message.opened, where: message.template == "thanks"}', 'send: {template: thanks}'),
      twoTexts +
        answers('a', '{event: message.accepted, where: message.trigger == "c"}', 'send: {template: thanks}') +
        answers('b', '{event: message.accepted, where: event.message.trigger == "a"}', 'send: {template: thanks}'),
      // Constants that are written decide conditions, too.
      reacts('a', '{changed: order.status, to: new}', '{order.status: paid, order.customerComment: x}') +
        reacts(
          'b',
          '{changed: order.status, where: \'order.customerComment != "x" || order.status == "done"\'}',
          '{order.status: new}',
        ),
      `kind: Trigger\ncode: a\nname: A\non: {event: custom.x, where: 'event.step != "last"'}\ndo: [{id: n, emit: {event: custom.x, data: {step: last}}}]\n`,
      reacts('a', '{changed: order.status, to: new}', '{order.status: paid}') +
        reacts('b', '{changed: order.status, to: paid}', '{order.status: done}'),
      reacts('a', '{changed: order.status}', '{order.status: "=order.statusComment"}'),
      reacts('a', '{changed: order.status, to: new}', '{order.status: paid}') +
        reacts('b', '{changed: order.status, to: paid, own: false}', '{order.status: new}'),
    ],
    bad: [
      {
        project:
          twoTexts +
          answers('a', '{event: message.accepted, where: message.trigger == "b"}', 'send: {template: thanks}') +
          answers('b', '{event: message.accepted, where: message.channel == "sms"}', 'send: {template: other}'),
        finds: 'a –(event message.accepted)→ b –(event message.accepted)→ a',
        line: 17,
      },
      {
        project: twoTexts + answers('a', '{event: message.accepted, own: self}', 'send: {template: thanks}'),
        finds: 'a –(event message.accepted)→ a',
        line: 17,
      },
      {
        // Nobody tells a provider's report from another: the trigger starts by its own message.
        project: twoTexts + answers('a', '{event: message.delivered}', 'cascade: [{via: sms}], template: thanks'),
        finds: 'a –(event message.delivered)→ a',
        line: 17,
      },
      {
        project:
          reacts('a', '{changed: order.status, to: new}', '{order.status: paid}') +
          reacts(
            'b',
            '{changed: order.status, where: \'order.status == "paid" && order.totalSumm > 5\'}',
            '{order.status: new}',
          ),
        finds: 'a –(order.status)→ b –(order.status)→ a',
        line: 6,
      },
      {
        project: `kind: Trigger\ncode: a\nname: A\non: {event: custom.x}\ndo: [{id: n, assign: {team: t}}]\n---\nkind: Trigger\ncode: b\nname: B\non: {changed: order.managerId}\ndo: [{id: n, call: s}]\n---\nkind: Sequence\ncode: s\ndo: [{id: n, emit: {event: custom.x}}]\n---\nkind: Team\ncode: t\nmembers: [user/a@b.c]\n`,
        finds: 'a –(order.managerId)→ b –(event custom.x)→ a',
        line: 5,
      },
      {
        project:
          reacts('a', '{changed: order.status, to: new}', '{order.status: paid}') +
          reacts('b', '{changed: order.status, to: paid}', '{order.status: new}'),
        finds: 'a –(order.status)→ b –(order.status)→ a',
        line: 6,
        suggests: 'own: false',
      },
      {
        project: reacts('a', '{changed: order.status, own: self}', '{order.status: new}'),
        finds: 'a –(order.status)→ a',
        line: 6,
      },
    ],
  },
  CRM311: {
    good: [
      trigger(
        'on: {event: order.created}\nexit: order.status == "paid"\ndo:\n  - {id: n, note: A}\n  - {id: m, set: {order.status: paid}}\n',
      ),
      trigger(
        'on: {event: order.created}\nexit: order.status == "paid"\ndo:\n  - {id: m, set: {order.status: new}}\n  - {id: n, note: A}\n',
      ),
      trigger(
        'on: {event: order.created}\nexit: order.status != "new"\ndo:\n  - {id: m, set: {order.status: =order.status}}\n  - {id: n, note: A}\n',
      ),
    ],
    bad: [
      {
        project: trigger(
          'on: {event: order.created}\nexit: order.status in ["paid", "done"] || order.call\ndo:\n  - {id: m, set: {order.status: paid}}\n  - {id: n, note: A}\n',
        ),
        finds: 'the steps that follow are never done',
        line: 7,
      },
      {
        project: trigger(
          'on: {changed: order.status}\nexit: order.status != entry.order.status\ndo:\n  - {id: m, set: {order.status: paid}}\n  - {id: n, note: A}\n',
        ),
        finds: 'exit: order.status != entry.order.status',
        line: 7,
        suggests: 'last step',
      },
    ],
  },
  CRM312: {
    good: [policy('classes: {marketing: {quiet: "21:00-10:00", caps: [1/1d, 3/7d]}}\n')],
    bad: [
      {
        project: policy('classes: {marketing: {caps: [3/1d, 3/7d]}}\n'),
        finds: 'the cap 3/1d is never reached: 3/7d stops earlier',
        line: 4,
      },
      {
        project: policy('classes: {service: {quiet: "10:00-10:00"}}\n'),
        finds: 'no service message is ever sent',
        line: 4,
      },
      {
        project: policy('classes: {marketing: {caps: [0/1d]}}\n'),
        finds: 'lets no marketing message through',
        line: 4,
      },
      {
        project: policy('classes: {marketing: {caps: [5/1d, 3/7d]}}\n'),
        finds: '5/1d is never reached: 3/7d stops earlier',
        line: 4,
      },
      { project: policy('control: 100%\n'), finds: 'nobody ever gets marketing', line: 4 },
      {
        project: `${policy('control: 1%\n')}---\nkind: Policy\ncode: other\nname: O\n`,
        finds: 'shop.yaml:1 is one already',
        line: 6,
      },
    ],
  },
  CRM347: {
    good: [
      test(
        `given:
  - {at: 2026-03-02 12:30, order.created: {id: 1, status: new, customer: {id: 7, timezone: Asia/Almaty, loyaltyAccount: {amount: 5}}}}
  - {at: 2026-03-02 12:40, order.changed: {id: 1, payments: {9: {status: paid}}, items: [{id: 1, quantity: 2}]}}
  - {at: 2026-03-02 12:50, change: {order: 1, payments.status: paid, delivery: {cost: 5}}}
  - {at: 2026-03-02 12:50, call.missed: {call: {phone: "1"}, customer: 7}}
  - {at: 2026-03-02 12:50, custom.anything: {goes: here}}
expect:
  - {at: 2026-03-02 12:30, note: Hello}
never:
  - {send: {via: push, template: "win-*"}}
  - {set: {payment.status: paid}}
  - {bonus: {credit: 5}}
  - task:
`,
      ),
    ],
    bad: [
      {
        project: test('given:\n  - at: 2026-03-02 12:30\n    order.created: {id: 1, staus: new}\n'),
        finds: 'order has no field "staus"',
        line: 14,
        suggests: 'did you mean "status"?',
      },
      {
        project: test('given:\n  - at: 2026-03-02 12:30\n    change: {customer: 7, firstNam: Anna}\n'),
        finds: 'customer has no field "firstNam"',
        line: 14,
        suggests: 'firstName',
      },
      {
        project: test(
          'given:\n  - at: 2026-03-02 12:30\n    change: {customer: 7, adress: {city: Moscow, region: Moscow}}\n',
        ),
        finds: 'customer has no field "adress"',
        line: 14,
        suggests: 'address',
      },
      {
        project: test('given:\n  - at: 2026-03-02 12:30\n    call.missed: {call: {phone: "1"}, custmer: 7}\n'),
        finds: 'call.missed carries no "custmer"',
        line: 14,
        suggests: 'customer',
      },
      {
        project: test(given + 'never:\n  - send: {tempate: thanks}\n'),
        finds: 'what `send` did does not show "tempate"',
        line: 15,
        suggests: 'template',
      },
      {
        project: test(given + 'never:\n  - send: {template: thanks}\n'),
        finds: 'there is no template "thanks"',
        line: 15,
      },
      {
        project: test(given + 'never:\n  - send: {via: pussh}\n'),
        finds: 'no channel "pussh"',
        line: 15,
        suggests: 'push',
      },
      { project: test(given + 'never:\n  - set: {order.staus: new}\n'), finds: 'no field "staus"', line: 15 },
      { project: test(given + 'never:\n  - release: all\n'), finds: 'is a map', line: 15, suggests: 'release: {}' },
      { project: test(given + 'never:\n  - refuse: {validation: no}\n'), finds: 'no validation "no"', line: 15 },
    ],
  },
  CRM348: {
    good: [
      '[order.items, order.payments.status, order.customer, payment.status, item.quantity, delivery.date, order]',
      '[customer.email, cart.items, loyaltyAccount.level, customer.customFields]',
    ]
      .map((fields) => watching(`{changed: ${fields}}`))
      .concat(watching('{held: customer.lastOrderAt, for: 30d}')),
    bad: (
      [
        ['{changed: order.isPaid}', 'order.isPaid is computed', 'payments, totalSumm'],
        ['{changed: [order.status, order.statusGroup]}', 'order.statusGroup is computed', 'status'],
        ['{changed: order.manager}', 'order.manager is computed', 'watch order.managerId'],
        ['{changed: customer.phone}', 'customer.phone is computed', 'watch customer.phones'],
        ['{changed: customer.ordersCount}', 'customer.ordersCount is computed', 'made of'],
        ['{changed: order.customer.email}', 'no change of an order', 'watch customer.email'],
        ['{changed: call.result}', 'nobody tells of changes of "call"', 'fields of order, customer'],
        ['{held: order.isPaid, is: "true", for: 1h}', 'order.isPaid is computed', 'made of'],
        ['{held: order.statusGroup, is: work, for: 1h}', 'order.statusGroup is computed', 'made of'],
        ['{held: customer.lastOrderAt, is: x, for: 1h}', 'customer.lastOrderAt is computed', 'made of'],
      ] as const
    ).map(([form, finds, suggests]) => ({ project: watching(form), finds, line: 4, suggests })),
  },
  CRM349: {
    good: [
      steps(`  - {id: a, discount: {percent: 10, of: item, where: item.quantity > 1, units: 1}}
  - {id: b, items: {remove: true, where: item.quantity > 1}}
  - {id: c, wait: {until: =order.createdAt, at: "11:00"}}
  - {id: d, split: {a: 0, b: 1}}
  - {id: e, waitFor: {event: order.changed, since: entry}, timeout: 2h}
`),
      trigger(
        'on: {schedule: "0 9 * * *", each: \'orders(o, o.status == "new")\', orderBy: order.createdAt}\ndo: [{id: n, note: A}]\n',
      ),
    ],
    bad: [
      {
        project: trigger('on: {event: order.created, orderBy: order.createdAt}\ndo: [{id: n, note: A}]\n'),
        finds: '`orderBy` has no effect without `each`',
        line: 4,
        suggests: 'each:',
      },
      {
        project: trigger('on: {event: order.created}\nmigrate: {old: n}\ndo: [{id: n, note: A}]\n'),
        finds: '`migrate` has no effect without `inFlight: follow`',
        line: 5,
        suggests: 'inFlight: follow',
      },
      ...(
        [
          [
            'discount: {percent: 10, where: item.quantity > 1}',
            '`where` has no effect on a discount of the whole',
            'of: item',
          ],
          ['discount: {amount: 10, units: 1}', '`units` has no effect', 'of: item'],
          ['items: {add: [{offer: X}], where: item.quantity > 1}', '`where` has no effect beside `add`', 'if'],
          ['wait: {open: office, at: "11:00"}', '`at` has no effect beside `open`', 'two steps'],
          ['wait: {until: =order.createdAt, calendar: office}', '`calendar` has no effect beside `until`', 'wait on'],
          ['waitFor: {event: order.changed, timeout: 1h}, timeout: 2h', '`timeout` is given twice', 'one of them'],
          ['bonus: {credit: 5, share: 0.5, program: own}', '`share` has no effect without `reverse`', 'amount'],
          ['bonus: {charge: 5, expires: 5d, program: own}', '`expires` has no effect without `credit`', 'dates'],
          ['coupon: {percent: 5, pool: [A], prefix: B}', '`prefix` has no effect beside `pool`', 'as they are'],
          ['customer: {merge: [1], key: x}', '`key` has no effect beside `merge`', 'create'],
          ['split: {a: 0, b: 0}', '`split` has nothing to do', 'split: {a: 50'],
          ['set: {}', '`set` has nothing to do', 'set: {order.status'],
          ['tag: {}', '`tag` has nothing to do', 'tag: {add'],
        ] as const
      ).map(([step, finds, suggests]) => ({ project: steps(`  - {id: m, ${step}}\n`), finds, line: 14, suggests })),
    ],
  },
  CRM350: {
    good: [
      `${limits}${trigger('on: {overdue: order.status, is: [new, {group: work}]}\ndo: [{id: n, note: A}]\n')}`,
      trigger('on: [{event: order.created}, {event: customer.created}]\nonce: {per: order}\ndo: [{id: n, note: A}]\n'),
      steps(
        '  - {id: how, choose: [{if: order.call, do: [{id: in, note: A}]}], onError: [{id: on, note: B}]}\n',
      ).replace('do:', 'inFlight: follow\nmigrate: {old: how, older: how/in, oldest: how/onError/on}\ndo:'),
      `${template}${email}${trigger('on: {event: order.created}\ndo: [{id: c, cascade: [{via: email, template: thanks}]}]\n')}`,
    ],
    bad: [
      {
        project: `${limits}${trigger('on: {overdue: order.status, is: [paid]}\ndo: [{id: n, note: A}]\n')}`,
        finds: '"paid" has no `limit`',
        line: 11,
        suggests: 'StatusGroup',
      },
      {
        project: trigger('on: {overdue: order.status}\ndo: [{id: n, note: A}]\n'),
        finds: 'no status of the project has a `limit`',
        line: 4,
      },
      {
        project: trigger('on: {schedule: "0 9 * * *"}\nonce: {per: customer}\ndo: [{id: n, task: {text: A}}]\n'),
        finds: 'nothing brings a customer',
        line: 5,
        suggests: 'per: key',
      },
      {
        project: steps('  - {id: how, choose: [{if: order.call, do: [{id: in, note: A}]}]}\n').replace(
          'do:',
          'migrate: {old: in}\ndo:',
        ),
        finds: 'there is no step "in"',
        line: 13,
        suggests: 'how/in',
      },
      {
        project: `${trigger('on: {event: order.created}\nmigrate: {a: c/in, b: c/gone}\ndo: [{id: c, call: s}]\n')}---\nkind: Sequence\ncode: s\ndo: [{id: in, note: A}]\n`,
        finds: 'there is no step "c/gone"',
        line: 5,
        suggests: 'c/in',
      },
      {
        project: `${template}${email}${trigger('on: {event: order.created}\ndo: [{id: c, cascade: [{via: email}]}]\n')}`,
        finds: 'the leg has no template',
        line: 17,
        suggests: 'for all legs',
      },
      {
        project: `kind: Team\ncode: sales\nmembers: [user/a@b.ru]\n---\n${trigger('on: {event: order.created}\ndo: [{id: c, assign: {team: sales, only: working}}]\n')}`,
        finds: 'the team "sales" has no calendar',
        line: 9,
        suggests: 'calendar:',
      },
      {
        project: 'kind: Channel\ncode: sms\ntype: sms\nurl: https://x.example\nbudget: 100/day\n',
        finds: 'the channel has none',
        line: 5,
        suggests: 'price:',
      },
    ],
  },
  CRM313: {
    good: [
      test(
        'given:\n  - at: 2026-03-02 12:30\n    order.created: {id: 1}\n  - at: 2026-03-02 12:40\n    change: {order: 1, status: paid}\nexpect:\n  - at: 2026-03-02 12:30\n    note: Hello\nnever:\n  - send: {via: push}\n',
      ),
    ],
    bad: [
      {
        project: test('given:\n  - at: 2026-03-02 12:30\n    order.creatd: {id: 1}\n'),
        finds: 'no event "order.creatd"',
        line: 14,
        suggests: 'did you mean "order.created"?',
      },
      {
        project: test('given:\n  - at: 2026-03-02 12:30\n    change: {status: paid}\n'),
        finds: 'names the order or customer',
        line: 14,
      },
      ...['{order: 1}', '{customer: 7, customFields: {}}'].map((change) => ({
        project: test(`given:\n  - at: 2026-03-02 12:30\n    change: ${change}\n`),
        finds: 'a change names a field and its new value',
        line: 14,
        suggests: 'change: {order: 1, status: …}',
      })),
      {
        project: test(
          'given:\n  - at: 2026-03-02 12:30\n    order.created: {id: 1}\nexpect:\n  - at: 2026-03-02 12:30\n    nott: Hello\n',
        ),
        finds: 'no action "nott"',
        line: 17,
        suggests: 'note',
      },
      { project: test('given:\n  - at: 2026-03-02 12:30\n'), finds: 'exactly one key beside `at`', line: 13 },
      {
        project: test(`${given}expect:\n  - {at: 2026-03-02 12:30, step: nn, note: "*"}\n`),
        finds: 'no step "nn" of the trigger acts',
        line: 15,
        suggests: 'did you mean "n"',
      },
      {
        project: test(
          'given:\n  - at: 2026-03-02 12:30\n    order.created: {id: 1}\nanswers: {register: {status: 404}}\n',
        ),
        finds: 'no step "register" of the trigger asks an outside service',
        line: 15,
      },
    ],
  },
  CRM314: {
    good: [
      'kind: Reference\nof: paymentStatus\ncode: paid\nname: Paid\npaymentComplete: true\n',
      'kind: CustomField\nof: order\ncode: x\nname: X\ntype: string\n',
    ],
    bad: [
      {
        project: 'kind: Reference\nof: orderType\ncode: main\nname: Main\npaymentComplete: true\n',
        finds: 'orderType has no field "paymentComplete"',
        line: 5,
        suggests: 'defaultForCrm',
      },
      {
        project: 'kind: CustomField\nof: order\ncode: x\nname: X\ntype: dictionary\n',
        finds: 'needs a dictionary',
        line: 5,
      },
    ],
  },
  CRM315: {
    good: [template + email + sends('{template: thanks, with: {code: A, days: 4}}')],
    bad: [
      {
        project: template + email + sends('{template: thanks, with: {code: A, day: 4}}'),
        finds: 'has no parameter "day"',
        line: 18,
        suggests: 'did you mean "days"?',
      },
      {
        project: template.replace('Thank you', '"{{ params.code }}"') + email + sends('{template: thanks}'),
        finds: 'needs the parameter "code"',
        line: 18,
        suggests: 'with: {code: …}',
      },
      {
        project: template + email + sends('{template: thanks}'),
        finds: 'declares and does not read the parameter "code"',
        severity: 'note',
        line: 18,
      },
    ],
  },
  CRM316: {
    good: [
      'kind: Calendar\ncode: office\nname: O\nweek: {}\nworkdays: [{date: 2026-12-31, hours: "09:00-15:00"}]\n',

      'kind: Calendar\ncode: office\nname: O\ntimezone: Asia/Almaty\nweek: {mon-fri: "09:00-18:00"}\nholidays: [{from: 2026-05-01, to: 2026-05-03}, {from: 2026-06-12, to: 2026-06-12}]\n',
    ],
    bad: [
      {
        project: 'kind: Calendar\ncode: office\nname: O\ntimezone: Europe/Moskow\nweek: {mon: "09:00-18:00"}\n',
        finds: 'no time zone "Europe/Moskow"',
        line: 4,
      },
      { project: 'kind: Calendar\ncode: office\nname: O\nweek: {}\n', finds: 'never open', line: 4 },
      {
        project:
          'kind: Calendar\ncode: office\nname: O\nweek: {mon: "09:00-18:00"}\nholidays: [{from: 2026-05-03, to: 2026-05-01}]\n',
        finds: 'before they begin',
        line: 5,
      },
    ],
  },
  CRM317: {
    good: [
      statuses + reacts('a', '{changed: order.status, to: new}', '{order.status: paid}'),
      statuses + reacts('a', '{changed: order.status, to: new}', '{order.status: new}'),
    ],
    bad: [
      {
        project:
          statuses.replace('[paid, cancelled]', '[cancelled]') +
          reacts('a', '{changed: order.status, to: new}', '{order.status: paid}'),
        finds: 'do not allow the move from new to paid',
        line: 14,
        suggests: 'add paid to `next` of new',
      },
    ],
  },
  CRM318: {
    good: [
      trigger(
        'on: {event: order.created}\nexit: {event: order.changed, where: order.isPaid}\ndo:\n  - {id: n, note: A}\n',
      ),
    ],
    bad: [
      {
        project: trigger('on: [{event: order.created}, {event: order.changed}]\ndo:\n  - {id: n, note: A}\n'),
        finds: 'a trigger does not listen to order.changed itself',
        line: 4,
        suggests: 'changed: order.',
      },
    ],
  },
  CRM319: {
    good: [template, 'kind: Template\ncode: a\nname: A\nfor: order\nchannel: sms\nbody: Hello\n'],
    bad: [
      {
        project: 'kind: Template\ncode: a\nname: A\nfor: order\nchannels:\n  email: {subject: Hello}\n',
        finds: 'the message for email has no text',
        line: 6,
        suggests: 'htmlFile',
      },
      {
        project: 'kind: Template\ncode: a\nname: A\nfor: order\nchannel: sms\n',
        finds: 'the message for sms has no text',
        line: 5,
        suggests: 'bodyFile',
      },
      {
        project: 'kind: Fragment\ncode: a\nname: A\nlocales: {en: {body: Hello}}\n',
        finds: 'the fragment has no text',
        line: 2,
        suggests: 'html',
      },
    ],
  },
  CRM340: {
    good: [
      template,
      'kind: Template\ncode: a\nname: A\nfor: order\nchannel: sms\nbody: Привет\nlocales: {en-GB: {sms: {body: Hello}}}\n',
    ],
    bad: [
      {
        project:
          'kind: Template\ncode: a\nname: A\nfor: order\nchannels: {sms: {body: Привет}}\nlocales:\n  en:\n    smss: {body: Hello}\n',
        finds: 'no message for smss',
        line: 8,
        suggests: 'did you mean "sms"?',
      },
    ],
  },
  CRM320: {
    good: [
      template + email + sends('{template: thanks, with: {code: A}}'),
      template.replace('for: order', 'for: review') +
        trigger('on: {event: review.posted}\ndo:\n  - {id: tell, send: {template: thanks, with: {code: A}}}\n'),
    ],
    bad: [
      {
        project: template.replace('for: order', 'for: cart') + email + sends('{template: thanks, with: {code: A}}'),
        finds: '"thanks" is about a cart',
        line: 18,
        suggests: 'for: order',
      },
    ],
  },
  CRM321: {
    good: [
      calls('{text: hello, hurry: 3d}'),
      calls('{text: =order.number}'),
      calls('{text: a, which: thanks}'),
      calls('{text: a, hurry: "=hours(2)"}'),
    ],
    bad: [
      { project: calls('{text: a, hury: 2h}'), finds: 'no parameter "hury"', line: 18, suggests: 'hurry' },
      { project: calls('{hurry: 2h}'), finds: 'needs the parameter "text"', line: 18, suggests: 'with: {text' },
      { project: calls('{text: a, hurry: soon}'), finds: 'is a duration such as', line: 18 },
      { project: calls('{text: a, hurry: =order.number}'), finds: 'is a duration, and this is a string', line: 18 },
      { project: calls('{text: a, which: thank}'), finds: 'none has the code "thank": ', line: 18 },
    ],
  },
  CRM322: {
    good: [sequence('a', 'b') + sequence('b', undefined)],
    bad: [
      {
        project: sequence('a', 'b') + sequence('b', 'c') + sequence('c', 'b'),
        finds: 'sequence/b → sequence/c → sequence/b',
        line: 7,
        suggests: 'repeat',
      },
      { project: sequence('a', 'a'), finds: 'sequence/a → sequence/a', line: 3 },
    ],
  },
  CRM323: {
    good: [
      'kind: Channel\ncode: push\ntype: push\nactive: false\n',

      trigger('on: {event: order.created}\ndo: [{id: n, emit: {event: custom.x}}]\n'),
      `${trigger('on: {event: order.created}\ndo: [{id: n, audience: {add: a, network: vk}}]\n')}---
kind: Connection
code: vk
url: https://ads.example.ru
audience: {add: {method: POST, path: "/{{ audience.name }}"}, remove: {method: DELETE, path: "/{{ audience.name }}"}}
`,
      'kind: Channel\ncode: push\ntype: push\nurl: https://push.example.ru\n',
    ],
    bad: [
      {
        project: trigger('on: {event: order.created}\ndo: [{id: n, audience: {add: a, network: vk}}]\n'),
        finds: '`audience` cannot be carried out live (local): there is no Connection `vk` with `audience`',
        line: 5,
        suggests: 'onError',
      },
      ...['sms', 'push', 'messenger', 'voice'].map((type) => ({
        project: `kind: Channel\ncode: c\ntype: ${type}\n`,
        finds: 'messages of channel/c cannot be carried out live (local): http needs url',
        line: 3,
        suggests: 'url',
      })),
      {
        project: 'kind: Channel\ncode: c\ntype: fax\nurl: https://fax.example.ru\n',
        finds: 'there is no provider "fax"',
        line: 3,
        suggests: 'provider: http',
      },
      {
        project: 'kind: Channel\ncode: c\ntype: emial\nhost: mail.example.ru\n',
        finds: 'there is no provider "emial"',
        line: 3,
        suggests: 'did you mean "email"?',
      },
      {
        project: 'kind: Channel\ncode: c\ntype: email\nprovider: smpt\nhost: mail.example.ru\n',
        finds: 'there is no provider "smpt"',
        line: 4,
        suggests: 'did you mean "smtp"?',
      },
    ],
  },
  CRM331: {
    good: [
      'kind: Program\ncode: p\nname: P\nledger: own\n',
      `kind: Program
code: p
name: P
ledger: http
connection: c
calls:
  balance: {path: "/{{ customer.phone }}", active: =body.active}
  credit: {method: PATCH, path: "/{{ customer.phone }}", body: {amount: =bonus.amount}}
  charge: {method: PATCH, path: "/{{ customer.phone }}", body: {amount: =-bonus.amount}}
  reverse: {method: PATCH, path: "/{{ customer.phone }}", body: {amount: =bonus.amount}}
---
kind: Connection
code: c
url: https://bonus.example.ru
`,
    ],
    bad: [
      {
        project: 'kind: Program\ncode: p\nname: P\nledger: http\n',
        finds: '`ledger: http` needs `connection` and `calls`',
        line: 4,
        suggests: 'add',
      },
      {
        project:
          'kind: Program\ncode: p\nname: P\nledger: own\nconnection: c\n---\nkind: Connection\ncode: c\nurl: https://a.ru\n',
        finds: '`connection` without `ledger: http` is of no use',
        line: 5,
        suggests: 'http',
      },
    ],
  },
  CRM324: {
    good: [
      `${email}${template}${trigger('on: {event: order.created}\ndo: [{id: c, cascade: [{via: email, success: opened}], template: thanks, with: {code: a}}]\n')}`,
    ],
    bad: [
      {
        project: `${sms('sms')}${trigger('on: {event: order.created}\ndo:\n  - id: c\n    cascade:\n      - {via: sms}\n      - {via: sms, success: opened}\n    template: {by: =order.number}\n')}`,
        finds: 'sms cannot report that a message was opened',
        line: 13,
        suggests: 'sent, delivered, clicked, replied',
      },
    ],
  },
  CRM325: {
    good: [
      segment('customer.totalSumm > 100'),
      segment('customer.daysSinceLastOrder > 30'),
      segment('now - customer.createdAt > days(30) || customer.birthday + months(2) < now'),
    ],
    bad: [
      {
        project: segment('now.getHours() > 12 && customer.totalSumm > 100'),
        finds: 'it is looked at once a day',
        line: 4,
        suggests: 'compare a moment with now',
      },
      { project: segment('customer.daysSinceLastOrder > customer.ordersCount'), finds: 'once a day', line: 4 },
    ],
  },
  CRM326: {
    good: [
      trigger('on: {event: order.created}\nexit: {event: order.changed}\ndo: [{id: n, note: Hello}]\n'),
      trigger(
        'on: {event: review.posted}\nkey: customer.id\ngoal: {event: order.created}\ndo: [{id: n, note: Hello}]\n',
      ),
      trigger(
        'on: {changed: order.status, to: paid}\nkey: [customer.id, order.status]\nexit: {event: order.deleted}\ndo: [{id: n, note: Hello}]\n',
      ),
      trigger(
        'on: [{event: order.created}, {held: cart.updatedAt, for: 1h}]\nexit: {event: order.created}\ndo: [{id: n, note: Hello}]\n',
      ),
    ],
    bad: [
      {
        project: trigger('on: {event: order.created}\ngoal:\n  event: order.created\ndo: [{id: n, note: Hello}]\n'),
        finds: 'order.created never concerns an instance that has an order',
        line: 6,
        suggests: 'key: customer.id',
      },
      {
        project: trigger('on: {event: review.posted}\nexit: {event: order.created}\ndo: [{id: n, note: Hello}]\n'),
        finds: 'concerns no instance whose event carried an order',
        line: 5,
      },
      {
        project: trigger(
          'on: {event: order.created}\nkey: [customer.id, order.id]\nexit: {event: order.created}\ndo: [{id: n, note: Hello}]\n',
        ),
        finds: 'never concerns',
        line: 6,
      },
      {
        project: trigger(
          'on: {changed: order.status, to: paid}\nexit:\n  - order.status == "x"\n  - {event: order.created}\ndo: [{id: n, note: Hello}]\n',
        ),
        finds: 'never concerns',
        line: 7,
      },
      {
        project: trigger(
          'on: {held: order.status, is: paid, for: 1d}\ndo:\n  - {id: w, waitFor: {event: order.created, timeout: 1d}}\n',
        ),
        finds: 'never concerns',
        line: 6,
      },
    ],
  },
  CRM327: {
    good: [
      trigger(
        'on: {event: order.created}\nvars: {pause: 4h, list: {for: me, whom: you}}\ndo: [{id: w, wait: {for: =vars.pause, calendar: office}}]\n',
      ),
    ],
    bad: [
      {
        project: trigger(
          'on: {event: order.created}\nvars:\n  pause: {for: 4h, calendar: office}\ndo: [{id: w, wait: =vars.pause}]\n',
        ),
        finds: '"pause" is working time',
        line: 6,
        suggests: '{for: =vars.pause, calendar: office}',
      },
    ],
  },
  CRM341: {
    good: [
      says(`{approved: ready, args: ${three}}`),
      says(`{approved: ready, media: "https://shop.example/{{ order.number }}.png", args: ${three}}`),
      says(`{approved: ready, args: ${three}}`, 'locales: {en: {messenger: {approved: ready}}}\n'),
      `${approved}kind: Template\ncode: a\nfor: order\nchannel: messenger\napproved: ready\nargs: ${three}\n`,
    ],
    bad: [
      {
        project: says('{approved: ready, args: ["{{ order.number }}"]}'),
        finds: '"ready" has 3 places for values, and 1 given',
        line: 14,
        suggests: 'shop.yaml:1',
      },
      { project: says('{approved: ready}'), finds: '3 places for values, and none given', line: 14 },
      {
        project: says(`{approved: ready, args: ${three}}`, 'locales:\n  en: {messenger: {args: [a]}}\n'),
        finds: '3 places for values, and 1 given',
        line: 16,
      },
      {
        project: says(`{approved: ready, args: ${three}, body: Hello}`),
        finds: '`body` would never be sent',
        line: 14,
      },
      {
        project: says('{body: Hello, args: [a]}'),
        finds: '`args` belongs to a text that a messenger approved',
        line: 14,
      },
      {
        project: says(`{approved: ready, args: ${three}}`).replace('  messenger:', '  email:'),
        finds: 'no messenger approves letters',
        line: 14,
      },
      {
        project: says(`{approved: ready, args: ${three}}`).replace('lang: ru', 'lang: ru\nactive: false'),
        finds: '"ready" is switched off',
        line: 15,
      },
    ],
  },
  CRM342: {
    good: [approved, approved.replace('---', 'templateExample: [Анна, "900"]\n---')],
    bad: [
      {
        project: approved.replace('---', 'templateExample: [Анна]\n---'),
        finds: 'places for values: 2, examples: 1',
        line: 8,
      },
      {
        project: approved.replace('{var: custom}]}}', '{var: custom}], example: [A-1, A-2]}}'),
        finds: 'places for values: 1, examples: 2',
        line: 5,
      },
    ],
  },
  CRM345: {
    account: { codes: { segment: ['theirs', 's'] }, fields: {} },
    good: [
      `${segment('customer.ordersCount > 1')}---\n${trigger('on: {entered: s}\ndo: [{id: n, note: Hello}]\n')}`,
      trigger(
        'on: {schedule: "0 11 * * *", each: segment("theirs")}\nwhen: inSegment("theirs")\ndo: [{id: n, note: Hello}]\n',
      ),
    ],
    bad: [
      {
        project: trigger('on:\n  - {entered: theirs}\ndo: [{id: n, note: Hello}]\n'),
        finds: 'only the CRM has the segment "theirs"',
        line: 5,
        suggests: 'each: segment("theirs")',
      },
      {
        project: trigger('on:\n  - {event: order.created}\n  - {left: theirs}\ndo: [{id: n, note: Hello}]\n'),
        finds: 'nobody is seen to enter or leave it',
        line: 6,
      },
    ],
  },
  CRM346: {
    good: [
      trigger('on: {date: =order.createdAt + days(1)}\ndo: [{id: n, wait: {until: =entry.at + hours(2)}}]\n'),
      trigger('on: {event: order.created}\nvars: {till: =now + days(1)}\ndo: [{id: n, wait: {until: =vars.till}}]\n'),
    ],
    bad: [
      {
        project: trigger('on: {date: =now + days(1)}\ndo: [{id: n, note: A}]\n'),
        finds: 'moves along with the clock',
        line: 4,
        suggests: '=order.createdAt',
      },
      {
        project: trigger('on: {event: order.created}\ndo: [{id: n, wait: {until: =now + hours(4)}}]\n'),
        finds: 'moves along with the clock',
        line: 5,
        suggests: 'wait: 2h',
      },
    ],
  },
  CRM351: {
    good: [trigger('on: {event: order.created}\ndo:\n  - {id: s, stop: x, if: order.isPaid}\n  - {id: n, note: A}\n')],
    bad: [
      {
        project: trigger('on: {event: order.created}\ndo:\n  - {id: s, stop: x}\n  - {id: n, note: A}\n'),
        finds: '"s" before it always stops',
        line: 7,
        suggests: 'if:',
      },
    ],
  },
  CRM352: {
    good: [
      trigger('on: [{event: order.created}, {event: order.created, where: order.isPaid}]\ndo: [{id: n, note: A}]\n'),
    ],
    bad: [
      {
        project: trigger('on:\n  - {event: order.created}\n  - {event: order.created}\ndo: [{id: n, note: A}]\n'),
        finds: 'stands above already',
        line: 6,
      },
    ],
  },
  CRM353: {
    good: [trigger('on: {event: order.created}\nwhen: order.totalSumm / 2 > 0\ndo: [{id: n, note: A}]\n')],
    bad: [
      {
        project: trigger('on: {event: order.created}\nvars: {x: =1.5 / 0.0}\ndo: [{id: n, note: A}]\n'),
        finds: 'divides by 0',
        line: 5,
      },
      {
        project: trigger('on: {event: order.created}\nvars: {x: =1 + order.totalSumm / 0}\ndo: [{id: n, note: A}]\n'),
        finds: 'divides by 0',
        line: 5,
      },
      {
        project: trigger('on: {event: order.created}\nwhen: max([order.totalSumm % 0]) > 1\ndo: [{id: n, note: A}]\n'),
        finds: 'divides by 0',
        line: 5,
      },
    ],
  },
  CRM354: {
    good: [
      trigger(
        'on: {event: order.created, where: order.totalSumm > 5}\nwhen: order.totalSumm < 10 && (order.isPaid || !order.isPaid)\ndo: [{id: n, note: A}]\n',
      ),
      // Texts have an order that their constants do not tell.
      trigger('on: {event: order.created}\nwhen: order.number > "a" && order.number < "c"\ndo: [{id: n, note: A}]\n'),
      trigger(
        'on: [{event: order.created, where: order.totalSumm > 5}, {changed: order.status}]\nwhen: order.totalSumm < 3\ndo: [{id: n, note: A}]\n',
      ),
    ],
    bad: [
      {
        project: trigger(
          'on: {event: order.created}\nwhen: order.totalSumm > 10 && order.totalSumm < 5\ndo: [{id: n, note: A}]\n',
        ),
        finds: 'can never be true',
        line: 5,
        suggests: 'active: false',
      },
      {
        project: trigger(
          'on: {event: order.created, where: order.totalSumm > 5}\nwhen: order.totalSumm < 3\ndo: [{id: n, note: A}]\n',
        ),
        finds: 'together with `where`',
        line: 5,
      },
      {
        project: trigger('on: {event: order.created}\ndo:\n  - {id: n, note: A, if: order.isPaid && !order.isPaid}\n'),
        finds: 'can never be true',
        line: 6,
      },
    ],
  },
  CRM355: {
    good: [
      trigger(
        'on: {event: order.created}\nwhen: order.totalSumm > 10 && order.totalSumm < 5\nexit: order.totalSumm > 5\ndo: [{id: n, note: A}]\n',
      ),
      trigger(
        'on: {changed: [order.status, order.managerComment], to: new}\nexit: order.status == "new"\ndo: [{id: n, note: A}]\n',
      ),

      trigger(
        'on: {changed: order.status, to: new}\nexit: order.status != "new"\ndo: [{id: w, wait: 1h}, {id: n, note: A}]\n',
      ),
      trigger(
        'on: [{changed: order.status, to: new}, {event: order.created}]\nexit: order.status == "new"\ndo: [{id: w, wait: 1h}, {id: n, note: A}]\n',
      ),
    ],
    bad: [
      {
        project: trigger(
          'on: {event: order.created}\nwhen: order.totalSumm > 10\nexit: order.totalSumm > 5\ndo: [{id: w, wait: 1h}, {id: n, note: A}]\n',
        ),
        finds: 'holds already when the trigger starts',
        line: 6,
        suggests: 'entry.order.status',
      },
      {
        project: trigger(
          'on: {changed: order.status, to: new}\nexit: order.status == "new" || order.isPaid\ndo: [{id: w, wait: 1h}, {id: n, note: A}]\n',
        ),
        finds: 'holds already when the trigger starts',
        line: 5,
      },
    ],
  },
  CRM356: {
    good: [
      trigger(
        'on: [{id: a, event: order.created}, {id: b, event: order.created, where: order.isPaid}, {event: review.posted}, {event: order.changed}]\ndo: [{id: n, note: A}]\n',
      ),
      trigger('on:\n  - {id: a, event: order.created}\n  - {id: a, event: order.created}\ndo: [{id: n, note: A}]\n'),
    ],
    bad: [
      {
        project: trigger(
          'on:\n  - {id: a, event: order.created}\n  - {id: a, event: order.created, where: order.isPaid}\ndo: [{id: n, note: A}]\n',
        ),
        finds: 'another form of this trigger has the id "a"',
        line: 6,
        suggests: '`event.on`',
      },
    ],
  },
  CRM357: {
    good: [
      trigger(
        'on: {event: order.created}\nkey: [customer.id, order.number]\nonce: {per: key}\ndo: [{id: n, note: A}]\n',
      ),
      trigger(
        'on: {event: order.created}\nkey: customer.firstName + order.number\nonce: {per: order}\ndo: [{id: n, note: A}]\n',
      ),
      trigger(
        'on: {event: order.created}\nkey: customer.firstName + shop.name\nonce: {per: key}\ndo: [{id: n, note: A}]\n',
      ),
    ],
    bad: [
      {
        project: trigger(
          'on: {event: order.created}\nkey: order.customer.firstName + order.number\nonce: {per: key, every: 90d}\ndo: [{id: n, note: A}]\n',
        ),
        finds: 'forgets what he had',
        line: 5,
        suggests: '[customer.id, order.number]',
      },
      {
        project: trigger(
          'on: {event: order.created}\nkey: customer.firstName + order.number\ndo: [{id: n, note: A, once: {per: key}}]\n',
        ),
        finds: 'forgets what he had',
        line: 5,
      },
    ],
  },
  CRM358: {
    good: [
      arms(
        'plain: 50, question: 50',
        '{id: tell, send: {template: {by: =steps.s.arm, plain: thanks, question: other}}}',
      ),
      arms(
        'plain: 50, none: 50',
        '{id: tell, if: steps.s.arm == "plain", send: {template: {by: =steps.s.arm, plain: thanks}}}',
      ),
      arms(
        'plain: 50, none: 50',
        '{id: tell, if: steps.s.arm != "none" && order.totalSumm > 10, send: {template: {by: =steps.s.arm, plain: thanks}}}',
      ),
      arms('plain: 1, question: 0', '{id: tell, send: {template: {by: =steps.s.arm, plain: thanks}}}'),
      arms(
        'plain: 50, none: 50',
        '{id: no, if: steps.s.arm == "none", stop: "compared with"}\n  - {id: tell, send: {template: {by: =steps.s.arm, plain: thanks}}}',
      ),
      arms(
        'plain: 50, none: 50',
        '{id: c, choose: [{if: steps.s.arm == "none", do: [{id: n, note: A}]}], else: [{id: tell, send: {template: {by: =steps.s.arm, plain: thanks}}}]}',
      ),
      arms(
        'plain: 50, none: 50',
        '{id: c, choose: [{if: steps.s.arm == "none", do: [{id: no, stop: "compared with"}]}]}\n  - {id: tell, send: {template: {by: =steps.s.arm, plain: thanks}}}',
      ),
      arms(
        'plain: 50, none: 50',
        '{id: gift, if: steps.s.arm == "plain", note: A}\n  - {id: tell, if: steps.gift.ok, send: {template: {by: =steps.s.arm, plain: thanks}}}',
      ),
      arms('plain: 50, question: 50', '{id: tell, send: {template: {by: =order.site, plain: thanks}}}'),
    ],
    bad: [
      {
        project: arms('plain: 50, question: 50', '{id: tell, send: {template: {by: =steps.s.arm, plain: thanks}}}'),
        finds: 'steps.s.arm may be "question", and no template stands under that name',
        line: 19,
        suggests: 'add `question: <code of a template>`',
      },
      {
        project: arms(
          'plain: 50, question: 50, none: 10',
          '{id: tell, if: steps.s.arm != "none", send: {template: {by: =steps.s.arm, plain: thanks}}}',
        ),
        finds: 'may be "question"',
        line: 19,
      },
      {
        project: arms(
          'plain: 50, question: 50',
          '{id: tell, if: order.totalSumm > 10, cascade: [{via: email, success: sent, template: {by: =steps.s.arm, plain: thanks}}]}',
        ),
        finds: 'may be "question"',
        line: 19,
      },
      {
        project: arms(
          'plain: 50, question: 50',
          '{id: tell, send: {template: {by: =steps.s.arm, plain: thanks, question: other, qestion: other}}}',
        ),
        finds: 'never "qestion"',
        line: 19,
        suggests: 'did you mean "question"',
      },
      {
        project: `${twoTexts}${trigger('on: [{id: made, event: order.created}, {id: paid, changed: order.isPaid}]\ndo:\n  - {id: tell, send: {template: {by: =event.on, made: thanks}}}\n')}`,
        finds: 'event.on may be "paid"',
        line: 17,
      },
    ],
  },
  CRM359: {
    good: [
      steps('  - {id: a, note: A}\n  - {id: b, if: steps.a.ok, note: B}\n'),
      steps(
        '  - id: loop\n    repeat:\n      max: 3\n      do:\n        - {id: a, if: "!steps.b.ok", note: A}\n        - {id: b, note: B}\n',
      ),
      steps(
        '  - id: c\n    choose:\n      - {if: order.isPaid, do: [{id: a, note: A}]}\n    else:\n      - {id: b, if: steps.a.ok, note: B}\n',
      ),
    ],
    bad: [
      {
        project: steps('  - {id: a, if: steps.b.ok, note: A}\n  - {id: b, note: B}\n'),
        finds: 'the step "b" comes later',
        line: 14,
      },
      {
        project: steps(
          '  - {id: a, note: "{{ steps.c.ok }}"}\n  - {id: d, choose: [{if: order.isPaid, do: [{id: c, note: B}]}]}\n',
        ),
        finds: 'the step "c" comes later',
        line: 14,
      },
    ],
  },
  CRM360: {
    good: [
      `kind: Team\ncode: sales\nmembers: [user/a@b.ru]\n---\n${steps('  - {id: a, task: {text: A, to: team/sales}}\n')}`,
    ],
    bad: [
      {
        project: `kind: Team\ncode: sales\nmembers: [user/a@b.ru]\n---\n${steps('  - {id: a, task: {text: A, to: team/sale}}\n')}`,
        finds: 'no Team has the code "sale"',
        line: 18,
        suggests: 'did you mean "sales"?',
      },
    ],
  },
};
