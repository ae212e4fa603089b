import { compileExpression } from '../../../src/language/expression/compile.js';
import type {
  Ambient,
  Entity,
  Environment,
  Expression,
  ObjectWord,
  Scope,
  SourceProblem,
} from '../../../src/language/scope.js';
import {
  any,
  boolean,
  codeOf,
  duration,
  listOf,
  mapOf,
  number,
  object,
  record,
  string,
  timestamp,
  type ValueType,
} from '../../../src/language/valueType.js';
import { instant } from '../../../src/model/instant.js';
import { functions } from '../../../src/vocabulary/functions/index.js';

/** A small shop with a field of every type: what the tests of expressions are written against. */
const order: ObjectWord = {
  name: 'order',
  doc: '',
  fields: {
    id: { type: number, doc: '' },
    number: { type: string, doc: '' },
    status: { type: codeOf('status'), doc: '' },
    totalSumm: { type: number, doc: '', zeroWhenAbsent: true },
    weight: { type: number, doc: '' },
    email: { type: string, doc: '' },
    phone: { type: string, doc: '' },
    shipped: { type: boolean, doc: '' },
    createdAt: { type: timestamp, doc: '' },
    shipmentDate: { type: timestamp, doc: '' },
    patience: { type: duration, doc: '' },
    items: { type: listOf(object('item')), doc: '' },
    tags: { type: listOf(string), doc: '' },
    prices: { type: mapOf(number), doc: '' },
    customer: { type: object('customer'), doc: '' },
    customFields: { type: object('orderCustomFields'), doc: '' },
    data: { type: any, doc: '' },
    age: {
      type: number,
      doc: 'whole days since creation',
      compute: (owner, { now }) =>
        typeof owner['createdDay'] === 'number' ? Math.floor(now / 86_400_000) - owner['createdDay'] : undefined,
      crosses: () => [],
    },
  },
};

const item: ObjectWord = {
  name: 'item',
  doc: '',
  fields: {
    price: { type: number, doc: '', zeroWhenAbsent: true },
    name: { type: string, doc: '' },
    tags: { type: listOf(string), doc: '' },
  },
};

const customer: ObjectWord = {
  name: 'customer',
  doc: '',
  fields: {
    id: { type: number, doc: '' },
    firstName: { type: string, doc: '' },
    phone: { type: string, doc: '' },
    email: { type: string, doc: '' },
    segments: { type: listOf(codeOf('segment')), doc: '' },
  },
};

const orderCustomFields: ObjectWord = {
  name: 'orderCustomFields',
  doc: '',
  fields: { 'call-at': { type: timestamp, doc: '' }, supplier: { type: codeOf('supplier'), doc: '' } },
};

const enumeration = (name: string, closed: boolean, ...codes: string[]) => ({
  [name]: { name, closed, codes: new Set(codes) },
});

export const variables: Readonly<Record<string, ValueType>> = {
  order: object('order'),
  customer: object('customer'),
  vars: any,
  now: timestamp,
  type: string,
  event: record('event', { type: string, at: timestamp, data: any }),
};

export const environment: Environment = {
  variables,
  objects: Object.fromEntries(
    [order, item, customer, orderCustomFields, ...functions.flatMap((word) => word.objects ?? [])].map((word) => [
      word.name,
      word,
    ]),
  ),
  functions,
  enumerations: {
    ...enumeration('status', true, 'new', 'complete', 'cancelled'),
    ...enumeration('supplier', false, 'north'),
    ...enumeration('segment', true, 'loyal', 'sleeping'),
    ...enumeration('calendar', true, 'office'),
  },
};

/** Monday, 12:00 in Moscow. */
export const now = instant(Date.UTC(2026, 2, 2, 9));

const nothing: Ambient['world'] = {
  order: () => undefined,
  customer: () => undefined,
  ordersOf: () => [],
  since: () => undefined,
  createdAt: () => undefined,
  user: () => undefined,
  segmentsOf: () => [],
  all: () => [],
};

export const facts: Ambient['facts'] = {
  statusGroup: () => undefined,
  statusName: () => undefined,
  statusLimit: () => undefined,
  calendars: new Map(),
  paidStatuses: new Set(['paid']),
  referenceName: () => undefined,
};

export function scopeOf(data: Entity = {}, ambient: Partial<Ambient> = {}): Scope {
  return { ...data, ambient: { now, zone: 'Europe/Moscow', world: nothing, facts, ...ambient } };
}

export function worldOf(
  orders: readonly Entity[],
  customers: readonly Entity[],
  segments: Readonly<Record<string, readonly string[]>> = {},
): Ambient['world'] {
  return {
    ...nothing,
    order: (id) => orders.find((each) => String(each['id']) === id),
    customer: (id) => customers.find((each) => String(each['id']) === id),
    ordersOf: (id) => orders.filter((each) => String((each['customer'] as Entity | undefined)?.['id']) === id),
    segmentsOf: (id) => segments[id] ?? [],
    all: (kind) => (kind === 'order' ? orders : customers),
  };
}

export function compiled(source: string, yields: ValueType = boolean, scope: Environment = environment): Expression {
  const result = compileExpression(source, scope, yields);
  if ('problems' in result) throw new Error(`${source}: ${result.problems.map(({ message }) => message).join('; ')}`);
  return result.expression;
}

export function evaluate(
  source: string,
  data: Entity = {},
  yields: ValueType = any,
  ambient: Partial<Ambient> = {},
): unknown {
  return compiled(source, yields).evaluate(scopeOf(data, ambient));
}

export function problemsOf(
  source: string,
  yields: ValueType = boolean,
): readonly (SourceProblem & { readonly at: string })[] {
  const result = compileExpression(source, environment, yields);
  if (!('problems' in result)) return [];
  return result.problems.map((problem) => ({ ...problem, at: source.slice(problem.start, problem.end) }));
}
