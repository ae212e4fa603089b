import { withImpact } from '../../../src/plan/impact.js';
import type { Plan } from '../../../src/plan/plan.js';
import type { Drift } from '../../../src/plan/drift.js';
import { driftOfProject, planOfProject, projectOf, type Running } from '../../plan/scene.js';

const calendar = 'kind: Calendar\ncode: office\ntimezone: Europe/Moscow\nweek: {mon-fri: "09:00-18:00"}\n';
const group = (name: string) => `kind: StatusGroup
code: no-answer
name: Недозвон
calendar: office
statuses:
  - {code: no-answer-1, name: Недозвон 1, limit: 1h, next: [no-answer-2]}
  - {code: no-answer-2, name: ${name}}
`;
const trigger = (pause: string) => `kind: Trigger
code: no-answer
name: Недозвон 1-2-4-24
on: {changed: order.status, to: [no-answer-1, no-answer-2]}
vars:
  pause: {no-answer-1: 1h, no-answer-2: ${pause}}
when: order.totalSumm > 1000
do:
  - id: pause
    wait: {for: '=vars.pause[order.status]', calendar: office}
  - id: call
    task: {text: "Перезвонить по заказу {{ order.number }}", to: =order.manager, due: 30m}
`;
const template = (middle: string) => `kind: Template
code: thanks
name: Спасибо
for: order
channel: email
subject: "Заказ {{ order.number }}"
body: |
  Здравствуйте!

  Ваш заказ {{ order.number }} принят.
  ${middle}
  Мы напишем, когда он будет в пути.

  До встречи,
  магазин
`;
const dictionary = (elements: string) => `kind: Dictionary\ncode: supplier\nname: Поставщик\nelements: [${elements}]\n`;
const reference = (code: string, name: string) => `kind: Reference\nof: orderType\ncode: ${code}\nname: ${name}\n`;

const applied = projectOf({
  'calendars/office.yaml': calendar,
  'statuses/no-answer.yaml': group('Недозвон 2'),
  'triggers/no-answer.yaml': trigger('2h'),
  'templates/thanks.yaml': template('Оплата при получении.'),
  'crm/supplier.yaml': dictionary('{code: north, name: Север}, {code: south, name: Юг}'),
  'crm/types.yaml': [reference('main', 'Основной'), reference('retail', 'Розница'), reference('old', 'Старый')].join(
    '---\n',
  ),
  'policies.yaml': 'kind: Policy\ncode: default\nclasses:\n  marketing: {quiet: "21:00-10:00", onQuiet: defer}\n',
});
const specs = Object.fromEntries(applied.resources.map((resource) => [resource.address, resource.spec]));
const liveOnly = Object.fromEntries(
  Object.entries(specs).filter(([address]) => /^(trigger|template|calendar|policy|status-group)\//.test(address)),
);
const status = (code: string, name: string, ordering: number) => ({
  code,
  name,
  ordering,
  active: true,
  group: 'no-answer',
});
const running: Running = {
  remote: {
    StatusGroup: [
      {
        identity: 'no-answer',
        spec: {
          code: 'no-answer',
          name: 'Недозвон',
          process: true,
          active: true,
          ordering: 10,
          statuses: [status('no-answer-1', 'Недозвон 1', 10), status('no-answer-2', 'Второй недозвон', 20)],
        },
      },
    ],
    Dictionary: [
      {
        identity: 'supplier',
        spec: {
          code: 'supplier',
          name: 'Поставщик',
          elements: [
            { code: 'south', name: 'Юг', ordering: 10 },
            { code: 'north', name: 'Север', ordering: 20 },
          ],
        },
      },
    ],
    Reference: [
      {
        identity: 'order-type.main',
        spec: { of: 'orderType', code: 'main', name: 'Основной', active: true, ordering: 990 },
      },
      {
        identity: 'order-type.retail',
        spec: { of: 'orderType', code: 'retail', name: 'Розница', active: true, ordering: 990 },
      },
      {
        identity: 'order-type.old',
        spec: { of: 'orderType', code: 'old', name: 'Старый', active: true, ordering: 990 },
      },
      {
        identity: 'order-type.theirs',
        spec: { of: 'orderType', code: 'theirs', name: 'Чужой', active: true, ordering: 990 },
      },
    ],
  },
  live: liveOnly,
  applied: specs,
  statusGroups: false,
  waiting: [
    { trigger: 'no-answer', step: 'pause', revision: 'r', count: 41 },
    { trigger: 'no-answer', step: 'call', revision: 'r', count: 2 },
  ],
};

const wished = {
  'calendars/office.yaml': calendar,
  'statuses/no-answer.yaml': group('Недозвон 2'),
  'statuses/pickup.yaml':
    'kind: StatusGroup\ncode: pickup\nname: Самовывоз\nstatuses:\n  - {code: at-pickup, name: Ждёт в пункте выдачи, limit: 7d}\n  - {code: picked-up, name: Забран}\n',
  'triggers/no-answer.yaml': trigger('3h').replace(
    'order.totalSumm > 1000',
    'order.totalSumm > 1000 && order.customer.phones.exists(p, p.number.startsWith("+7")) && !(order.status in ["cancel-other", "complete"])',
  ),
  'triggers/thanks.yaml':
    'kind: Trigger\ncode: thanks\nname: Спасибо за заказ\non: {event: order.created}\ndo:\n  - {id: tell, send: {template: thanks}}\n',
  'templates/thanks.yaml': template('Оплата картой или при получении.'),
  'crm/supplier.yaml': dictionary('{code: north, name: Север}, {code: south, name: Юг}, {code: east, name: Восток}'),
  'crm/types.yaml': [reference('main', 'Основной'), reference('retail', 'Розница')].join('---\n'),
  'policies.yaml':
    'kind: Policy\ncode: shop\nrenamedFrom: default\nclasses:\n  marketing: {quiet: "22:00-10:00", onQuiet: defer}\n',
};

const march = { from: '2026-03-01T06:00:00.000Z', to: '2026-03-31T20:59:59.000Z' };
const log = { period: march, events: { read: 48_210 }, log: { sha256: 'a'.repeat(64) } };
const acted = (code: string, entered: number, effects: Record<string, number>, messages: Record<string, number>) => ({
  address: `trigger/${code}`,
  entered,
  effects,
  messages,
});

const inSync: Running = {
  ...running,
  remote: {
    ...running.remote,
    StatusGroup: [
      { identity: 'no-answer', spec: { ...specs['status-group/no-answer'], active: true, process: false } },
    ],
    Dictionary: [{ identity: 'supplier', spec: specs['dictionary/supplier'] ?? {} }],
  },
};
const { 'policy/default': _, ...withoutPolicy } = liveOnly;

/** A running shop in which others changed and removed things since the last apply. */
export const shopDrifts: Readonly<Record<string, Drift>> = {
  changes: driftOfProject(applied, {
    ...running,
    live: {
      ...liveOnly,
      'template/thanks': {
        ...specs['template/thanks'],
        body: String(specs['template/thanks']?.['body']).replace('при получении', '| картой'),
      },
    },
    remote: {
      ...running.remote,
      Reference: (running.remote?.['Reference'] ?? []).filter(({ identity }) => identity !== 'order-type.old'),
    },
  }),
  nothing: driftOfProject(applied, inSync),
  neverApplied: driftOfProject(projectOf({}), {}),
};

/** Plans in which everything occurs that a plan can show. */
export const shopPlans: Readonly<Record<string, Plan>> = {
  changes: planOfProject(projectOf(wished), running),
  nothing: planOfProject(applied, inSync),
  takenAway: planOfProject(applied, { ...inSync, live: withoutPolicy }),
  replayed: withImpact(
    planOfProject(projectOf(wished), running),
    {
      ...log,
      triggers: [
        acted('no-answer', 412, { task: 412, send: 206 }, { sms: 206 }),
        acted('reviews', 90, { send: 88 }, { email: 61, sms: 27 }),
      ],
    },
    {
      ...log,
      triggers: [
        acted('no-answer', 398, { task: 398, send: 206 }, { sms: 206 }),
        acted('reviews', 90, { send: 28 }, { email: 28 }),
        acted('thanks', 0, {}, {}),
      ],
    },
  ),
  byHand: planOfProject(
    projectOf({ 'a.yaml': 'kind: StatusGroup\ncode: a\nname: A\nstatuses: [{code: a-1, name: A 1}]\n' }),
    { statusGroups: false },
  ),
  conflicts: planOfProject(
    projectOf({
      ...wished,
      'statuses/no-answer.yaml': group('Второй раз'),
      'crm/types.yaml': [reference('main', 'Основной'), reference('old', 'Старый')].join('---\n'),
    }),
    {
      ...running,
      remote: {
        ...running.remote,
        Reference: (running.remote?.['Reference'] ?? []).map(({ identity, spec }) => ({
          identity,
          spec: identity === 'order-type.retail' ? { ...spec, name: 'Магазин' } : spec,
        })),
      },
    },
  ),
  leftOut: planOfProject(projectOf(wished), { statusGroups: false }, { select: ['trigger/thanks'] }),
  refused: planOfProject(projectOf({ 'calendars/office.yaml': calendar }), running),
};
