import { applyEvent } from '../../../src/engine/world.js';
import { createMemoryWorld } from '../../../src/simulate/world/memoryWorld.js';
import { compileText } from '../../../src/language/text/index.js';
import type { Ambient, Environment, Scope, SourceProblem } from '../../../src/language/scope.js';
import { any, listOf, mapOf, object, record, string, timestamp } from '../../../src/language/valueType.js';
import { parseInstant } from '../../../src/model/instant.js';
import type { Instant } from '../../../src/model/instant.js';
import { objects } from '../../../src/vocabulary/objects/index.js';

/** A small shop: customer 7 with an order in work and one that is complete. */
const world = createMemoryWorld();

export const customer = {
  id: 7,
  firstName: 'Анна',
  lastName: 'Иванова',
  email: 'anna@example.com',
  phones: [{ number: '+79990000001' }],
  managerId: 3,
  tags: [{ name: 'vip' }, { name: 'wholesale' }],
  customFields: { size: 'M', nickname: '<Аня>' },
};
export const order = {
  id: 17,
  number: '17A',
  status: 'new',
  orderType: 'main',
  createdAt: '2026-03-02 17:30:00',
  totalSumm: 12345.6,
  summ: 12000,
  managerComment: 'Позвонить & <b>уточнить</b>',
  managerId: 3,
  customer: { id: 7 },
  delivery: {
    code: 'courier',
    cost: 345.6,
    date: '2026-03-05',
    data: { trackNumber: 'RU123' },
    address: { city: 'Москва' },
  },
  payments: { '9': { id: 9, type: 'bank-card', status: 'paid', amount: 12345.6 } },
  items: [
    {
      id: 1,
      quantity: 2,
      initialPrice: 5000,
      discountTotal: 0,
      offer: { article: 'TS-1', displayName: 'Футболка' },
      status: 'reserved',
    },
    { id: 2, quantity: 1, initialPrice: 2000, offer: { article: 'SK-2', displayName: 'Носки <3' } },
    { id: 3, quantity: 1, initialPrice: 990, isCanceled: true, offer: { article: 'HT-3', displayName: 'Шапка' } },
  ],
};
const earlier = {
  id: 5,
  number: '5A',
  status: 'done',
  createdAt: '2026-01-10 10:00:00',
  customer: { id: 7 },
  items: [{ id: 1, quantity: 1, initialPrice: 10 }],
};

for (const [index, data] of [earlier, order].entries()) {
  const at = parseInstant(index === 0 ? '2026-01-10T07:00:00Z' : '2026-03-02T14:30:00Z')!;
  applyEvent(world, { id: `e${index}`, source: 'test', type: 'order.created', at, data: { order: data, customer } });
}
world.putUser?.('3', { id: 3, firstName: 'Олег', lastName: 'Петров' });

export const now: Instant = parseInstant('2026-03-02T15:00:00Z')!;
const names: Readonly<Record<string, string>> = { new: 'Новый', done: 'Выполнен' };

export const ambient: Ambient = {
  now,
  zone: 'Europe/Moscow',
  world,
  facts: {
    statusGroup: (status) => ({ new: 'new', done: 'complete' })[status],
    statusName: (status) => names[status],
    statusLimit: () => undefined,
    calendars: new Map(),
    paidStatuses: new Set(['paid']),
    referenceName: (enumeration, code) => (enumeration === 'orderType' && code === 'main' ? 'Основной' : undefined),
  },
};

export const environment: Environment = {
  variables: {
    order: object('order'),
    customer: object('customer'),
    event: record('event', { type: string, at: timestamp, data: any }),
    params: mapOf(string),
    steps: record('steps', { coupon: record('coupon', { code: string }) }),
    lists: record('lists', { numbers: listOf(any), empty: listOf(any) }),
    now: timestamp,
  },
  objects: Object.fromEntries(objects.map((word) => [word.name, word])),
  functions: [],
  enumerations: {},
};

export const scope: Scope = {
  ambient,
  order: world.order('17'),
  customer: world.customer('7'),
  event: { type: 'order.created', at: now, data: { deep: { answer: 42 } } },
  params: { code: 'SALE' },
  steps: { coupon: {} },
  lists: { numbers: [3, 1, 2], empty: [] },
};

/** The rendered text; a missing value as `missing: <path>`; problems as a test failure. */
export function render(source: string, escape?: 'html', in_: Scope = scope): string {
  const compiled = compileText(source, environment, escape === undefined ? {} : { escape });
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  const result = compiled.text.render(in_);
  return 'text' in result ? result.text : `missing: ${result.missing}`;
}

/** What `validate` says about a text: the characters concerned, the message and the suggestion. */
export function problemsOf(source: string): readonly (readonly [string, string, string?])[] {
  const compiled = compileText(source, environment);
  if ('text' in compiled) return [];
  return compiled.problems.map(({ start, end, message, suggestion }: SourceProblem) =>
    suggestion === undefined ? [source.slice(start, end), message] : [source.slice(start, end), message, suggestion],
  );
}
