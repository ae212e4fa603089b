import { describe, expect, it } from 'vitest';
import { instant } from '../../../src/model/instant.js';
import { functions } from '../../../src/vocabulary/functions/index.js';
import { compiled, environment, evaluate, facts, now, scopeOf, worldOf } from '../../language/expression/shop.js';
import { any } from '../../../src/language/valueType.js';
import { compileExpression } from '../../../src/language/expression/compile.js';

const orders = [
  { id: 1, status: 'new', phone: '+7 999 000-00-01', customer: { id: 7 }, totalSumm: 100 },
  {
    id: 2,
    status: 'complete',
    phone: '89990000001',
    customer: { id: 7 },
    totalSumm: 200,
    customFields: { supplier: 'north' },
  },
  { id: 3, status: 'new', phone: '+79990000002', customer: { id: 8 }, totalSumm: 300 },
];
const customers = [
  { id: 7, firstName: 'Anna', phone: '9990000001', email: 'a@x.ru' },
  { id: 8, firstName: 'Oleg', phone: '+79990000002' },
];
const world = worldOf(orders, customers, { 7: ['loyal'], 8: ['sleeping'] });
const ask = (source: string, data = {}) => evaluate(source, { customer: customers[0], ...data }, any, { world });

describe('searches of the shop', () => {
  it.each([
    ['orders(o, o.status == "new").map(o, o.id)', [1, 3]],
    ['orders(o, o.status in ["complete"]).map(o, o.id)', [2]],
    ['orders(o, o.id == 2)[0].totalSumm', 200],
    ['orders(o, o.customer.id == customer.id && o.totalSumm > 150).map(o, o.id)', [2]],
    ['orders(o, o.customer == customer).map(o, o.id)', [1, 2]],
    ['orders(o, samePhone(o.phone, customer.phone)).map(o, o.id)', [1, 2]],
    ['orders(o, o.phone == "+79990000002").size()', 1],
    ['orders(o, o.id == vars.nothing).size()', 0],
    [
      'orders(o, o.status == "new" && orders(p, p.customer.id == o.customer.id && p.status == "complete").size() > 0).map(o, o.id)',
      [1],
    ],
    ['customers(c, c.email == "a@x.ru")[0].firstName', 'Anna'],
    ['customers(c, c.id == 8).map(c, c.firstName)', ['Oleg']],
    ['customers(c, inSegment("sleeping", c)).map(c, c.id)', [8]],
    ['orders(o, o.customFields["supplier"] == "north").map(o, o.id)', [2]],
    ['orders(o, "north" == o.customFields.supplier).map(o, o.id)', [2]],
    ['segment("loyal").map(c, c.firstName)', ['Anna']],
    ['inSegment("loyal")', true],
    ['inSegment("sleeping")', false],
    ['inSegment("sleeping", order.customer)', undefined],
  ] as const)('%s', (source, expected) => expect(ask(source)).toEqual(expected));
});

describe('lists', () => {
  it.each([
    ['sum([1, 2, 3.5])', 6.5],
    ['[1, 2].sum()', 3],
    ['sum(order.items.map(i, i.price))', 0],
    ['min([3, 1, 2])', 1],
    ['max(3, 7)', 7],
    ['max(order.items.map(i, i.price))', undefined],
    ['min(hours(2), minutes(30)) == minutes(30)', true],
    ['max(now, timestamp("2020-01-01")) == now', true],
    ['avg([1, 2])', 1.5],
    ['avg(order.items.map(i, i.price)) == null', true],
    ['count(customer.segments)', 0],
    ['first([4, 5])', 4],
    ['[4, 5].last()', 5],
    ['first(order.items).name == null', true],
    ['distinct(["a", "b", "a"])', ['a', 'b']],
    ['distinct([[1], [1], [2]])', [[1], [2]]],
    ['flatten([[1], [2, 3]])', [1, 2, 3]],
    ['["bb", "a", "ccc"].sortBy(x, x.size())', ['a', 'bb', 'ccc']],
    ['sortBy([3, 1, 2], x, -x)', [3, 2, 1]],
  ] as const)('%s', (source, expected) => expect(ask(source)).toEqual(expected));
  it('the first of a list of orders is an order, so a typo in its field is found', () => {
    const result = compileExpression('first(orders(o, o.id == 1)).totalSum > 1', environment, any);
    expect('problems' in result && result.problems[0]?.suggestion).toBe('did you mean "totalSumm"?');
  });
});

describe('numbers', () => {
  it.each([
    ['round(2.5)', 3],
    ['round(-2.5)', -3],
    ['round(1.005, 2)', 1.01],
    ['floor(2.9) + ceil(2.1)', 5],
    ['round(vars.nothing)', undefined],
  ] as const)('%s', (source, expected) => expect(ask(source)).toBe(expected));
});

describe('phones', () => {
  it.each([
    ['+7 (999) 000-00-01', '8 999 0000001', true],
    ['9990000001', '+79990000001', true],
    ['+49 151 000', '49151000', true],
    ['+79990000001', '+79990000002', false],
  ])('%s and %s: %j', (a, b, same) => expect(evaluate(`samePhone("${a}", "${b}")`)).toBe(same));
  it('a missing or empty one is the same as none', () => {
    expect(evaluate('samePhone("", "")')).toBeUndefined();
    expect(evaluate('!samePhone(order.phone, order.phone)')).toBe(true);
  });
});

describe('working time', () => {
  const office = {
    code: 'office',
    zone: 'Europe/Moscow',
    isOpen: () => true,
    nextOpen: () => now,
    add: (at: number) => instant(at + 5),
    workingBetween: () => 5_400_000,
  };
  const within = (source: string, data = {}) =>
    evaluate(source, data, any, { facts: { ...facts, calendars: new Map([['office', office]]) } });
  it('asks the calendar', () => {
    expect(within('isWorking("office", now)')).toBe(true);
    expect(within('workingAdd("office", now, hours(1)) > now')).toBe(true);
    expect(within('workingHours("office", now, now)')).toBe(1.5);
    expect(within('isWorking("office", order.createdAt)', { order: {} })).toBeUndefined();
  });
});

it('every example is an expression that the function itself accepts', () => {
  const inFields = {
    ...environment,
    variables: { ...environment.variables, call: { type: 'any' } as const, trigger: { type: 'string' } as const },
  };
  for (const { name, example } of functions) {
    const result = compileExpression(example, { ...inFields, objects: {} }, any);
    expect({ name, problems: 'problems' in result ? result.problems.map(({ message }) => message) : [] }).toEqual({
      name,
      problems: [],
    });
  }
});

it('a duration with a literal is computed once', () => {
  const { evaluate: run } = compiled('days(3)', any);
  expect(run(scopeOf())).toBe(run(scopeOf()));
});
