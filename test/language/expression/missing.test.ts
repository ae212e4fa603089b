import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../src/language/expression/compile.js';
import type { Entity } from '../../../src/language/scope.js';
import { any } from '../../../src/language/valueType.js';
import { compiled, environment, scopeOf, worldOf } from './shop.js';

/** Data as it may really come: any member absent, null, or of another type than the schema says. */
const junk = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  fc.constant(null),
  fc.constantFrom(
    0,
    -1,
    7.5,
    Number.NaN,
    Infinity,
    1e300,
    -8.64e15,
    8.64e15,
    '',
    'new',
    '12',
    'x',
    '2026-03-01 10:00:00',
    '24h',
    true,
    false,
  ),
  fc.constantFrom(
    [],
    {},
    [null],
    [1, 'a', null, {}],
    { a: 1 },
    { clock: 'elapsed', milliseconds: 5 },
    { clock: 'elapsed', milliseconds: 1e300 },
    { clock: 'calendar' },
    { clock: 'calendar', months: 1e9, days: 0.5 },
    { id: 3 },
  ),
);
const entity = (names: readonly string[], more: Record<string, fc.Arbitrary<unknown>> = {}): fc.Arbitrary<Entity> =>
  fc.record({ ...Object.fromEntries(names.map((name) => [name, junk])), ...more }, { requiredKeys: [] });
const item = entity(['price', 'name', 'tags']);
const customer = entity(['id', 'firstName', 'phone', 'email', 'segments']);
const order = entity(
  [
    'id',
    'number',
    'status',
    'totalSumm',
    'weight',
    'email',
    'phone',
    'shipped',
    'createdAt',
    'shipmentDate',
    'patience',
    'tags',
    'prices',
    'customFields',
    'data',
    'createdDay',
  ],
  {
    items: fc.oneof(junk, fc.array(fc.oneof(item, junk), { maxLength: 3 })),
    customer: fc.oneof(junk, customer),
  },
);
const scope = fc.record(
  { order: fc.oneof(order, junk), customer: fc.oneof(customer, junk), vars: junk, type: junk, event: junk },
  { requiredKeys: [] },
);

const leaf = fc.constantFrom(
  ...[
    'order.totalSumm',
    'order.weight',
    'order.id',
    'order.email',
    'order.status',
    'order.shipped',
    'order.createdAt',
    'order.patience',
    'order.items',
    'order.tags',
    'order.prices',
  ],
  ...[
    'order.customer',
    'order.customer.firstName',
    'order.customFields["call-at"]',
    'order.data',
    'order.data.a.b',
    'order.items[0].price',
    'order.items[1].tags',
    'order.age',
    'customer.segments',
  ],
  ...[
    'vars.x',
    'vars["y"]',
    'event.type',
    'event.data.z',
    'now',
    '1',
    '0',
    '"new"',
    '"x"',
    'true',
    'null',
    'hours(2)',
    'days(1)',
    '[]',
    '[1, 2]',
    '{"a": 1}',
  ],
);
const binary = fc.constantFrom('==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', 'in', '&&', '||');
const calls = [
  'has(@)',
  '!@',
  '-(@)',
  'size(@)',
  '(@).size()',
  'sum(@)',
  'min(@)',
  'avg(@)',
  'first(@)',
  'last(@)',
  'distinct(@)',
  'flatten(@)',
  'count(@)',
  'round(@)',
  'floor(@)',
  'string(@)',
  'double(@)',
  'int(@)',
  'timestamp(@)',
  'duration(@)',
];
const methods = [
  '(@).trim()',
  '(@).split("a")',
  '(@).join(",")',
  '(@).matches("^a+$")',
  '(@).getHours()',
  '(@).getHours("UTC")',
  'localTime(@).time',
  'localTime(customer, @)',
  'days(@)',
  'months(@)',
  'isWorking("office", @)',
  'inSegment("loyal", @)',
  'samePhone(@, "1")',
  '(@).exists(i, i == 1)',
  '(@).map(i, i)',
  '(@).sortBy(i, i)',
  'orders(o, o.id == (@)).size()',
  'customers(c, c.email == (@)).size()',
  '(@)[0]',
  '(@)["a"]',
];
const { source } = fc.letrec<{ source: string }>((tie) => ({
  source: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.tuple(tie('source'), binary, tie('source')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(fc.constantFrom(...calls, ...methods), tie('source')).map(([call, a]) => call.replace('@', () => a)),
    fc.tuple(tie('source'), tie('source'), tie('source')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc.tuple(tie('source'), tie('source')).map(([a, b]) => `(${a}).orValue(${b})`),
    fc
      .tuple(tie('source'), tie('source'), fc.constantFrom('exists', 'all', 'filter', 'map'))
      .map(([a, b, f]) => `(${a}).${f}(i, ${b})`),
  ),
}));

describe('missing and broken data', () => {
  it('no evaluation of a checked expression throws, whatever the data', () => {
    let checked = 0;
    fc.assert(
      fc.property(
        source,
        fc.array(scope, { minLength: 1, maxLength: 3 }),
        fc.array(order, { maxLength: 2 }),
        (text, scopes, orders) => {
          const result = compileExpression(text, environment, any);
          if ('problems' in result) return;
          checked += 1;
          for (const data of scopes) {
            const value = result.expression.evaluate(scopeOf(data, { world: worldOf(orders, []) }));
            expect([text, value]).not.toEqual([text, null]);
            result.expression.because(scopeOf(data));
            result.expression.flips?.(scopeOf(data));
          }
        },
      ),
      { numRuns: 4000 },
    );
    expect(checked).toBeGreaterThan(500);
  });

  const operands = [
    'order.email',
    'order.totalSumm',
    'order.weight',
    'order.createdAt',
    'vars.x',
    'order.data.a',
    'order.customer',
    'order.tags',
  ];
  const opposite = operands
    .flatMap((left) => operands.map((right) => [left, right] as const))
    .filter(([left, right]) => !('problems' in compileExpression(`${left} == ${right}`, environment, any)));

  it('!= is always the opposite of ==, and == null of has', () => {
    fc.assert(
      fc.property(fc.constantFrom(...opposite), scope, ([left, right], data) => {
        const at = scopeOf(data);
        expect(compiled(`${left} != ${right}`).evaluate(at)).toBe(!compiled(`${left} == ${right}`).evaluate(at));
        if (left !== 'order.totalSumm')
          expect(compiled(`${left} == null`).evaluate(at)).toBe(!compiled(`has(${left})`).evaluate(at));
      }),
      { numRuns: 1000 },
    );
  });

  it('a comparison with a missing side is false, whatever stands on the other', () => {
    const orders = ['<', '<=', '>', '>=', '=='];
    fc.assert(
      fc.property(
        fc.constantFrom('order.email', 'order.weight', 'order.createdAt', 'order.patience', 'vars.x'),
        fc.constantFrom(...orders),
        scope,
        (path, op, data) => {
          const at = scopeOf(data);
          if (compiled(path, any).evaluate(at) !== undefined) return;
          for (const other of ['vars.y', path]) {
            expect(compiled(`${path} ${op} ${other}`).evaluate(at)).toBe(false);
            expect(compiled(`${other} ${op} ${path}`).evaluate(at)).toBe(false);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('an empty text is a missing value, from wherever it comes', () => {
    for (const data of [{ order: { email: '' } }, { order: { email: null } }, { order: {} }])
      for (const [source, value] of [
        ['order.email == null', true],
        ['order.email == ""', true],
        ['order.email != ""', false],
        ['has(order.email)', false],
        ['order.email.orValue("none")', 'none'],
        ['order.email.orValue("") == ""', true],
      ] as const)
        expect([source, compiled(source, any).evaluate(scopeOf(data))]).toEqual([source, value]);
  });
});
