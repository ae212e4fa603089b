import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileText } from '../../../src/language/text/index.js';
import type { Scope } from '../../../src/language/scope.js';
import { customer, environment, order, scope } from './shop.js';

/** A comment at the end is printed by nobody and sends the text to the template engine. */
const throughTheEngine = '{# #}';

const paths = [
  'order.number',
  'order.id',
  'order.totalSumm',
  'order.status',
  'order.status.code',
  'order.status.group.name',
  'order.orderType.name',
  'order.createdAt',
  'order.delivery.date',
  'order.delivery.address.city',
  'order.delivery.time.from',
  'order.customer.firstName',
  'order.manager.lastName',
  'order.nickName',
  'order.items.0.quantity',
  'order.items.0.offer.displayName',
  'order.items.9.status',
  'order.isPaid',
  'order.prepaySum',
  'customer.firstName',
  'customer.patronymic',
  'customer.phone',
  'customer.customFields.size',
  'customer.customFields.unknown',
  'customer.ordersCount',
  'customer.purchaseInterval',
  'event.type',
  'event.at',
  'event.data.deep.answer',
  'event.data.deep.none',
  'params.code',
  'params.none',
  'steps.coupon.code',
  'now',
];

const literal = fc.string({
  unit: fc.constantFrom('a', 'Я', ' ', '\n', '\r\n', '{', '}', '<', '&', '"', "'", '%', '#', '\\', '😀'),
});
const plainLiteral = literal.filter((text) => !/\{[{%#]|\{$/.test(text));
const interpolation = fc
  .record({
    path: fc.constantFrom(...paths),
    fallback: fc.option(fc.string({ unit: fc.constantFrom('x', ' ', '<', '&', '"', 'Ю') }), { nil: undefined }),
    space: fc.constantFrom('', ' ', '  '),
  })
  .map(
    ({ path, fallback, space }) =>
      `{{${space}${path}${fallback === undefined ? '' : `|default('${fallback}')`}${space}}}`,
  );
const text = fc.array(fc.oneof(plainLiteral, interpolation), { maxLength: 8 }).map((parts) => parts.join(''));

const value = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, '', '0', '<b>&"\'', 'Анна', 0, 1, 0.1 + 0.2, -5, 1e9, true, false),
  fc.string(),
);
const data = fc.record({
  firstName: value,
  patronymic: value,
  totalSumm: value,
  status: value,
  createdAt: value,
  size: value,
});

test('plain texts render as the template engine renders them, missing values included', () => {
  fc.assert(
    fc.property(text, data, fc.constantFrom(undefined, 'html' as const), (source, fields, escape) => {
      const options = escape === undefined ? {} : { escape };
      const fast = compileText(source, environment, options);
      const slow = compileText(source + throughTheEngine, environment, options);
      if ('problems' in fast || 'problems' in slow) throw new Error(JSON.stringify([fast, slow]));
      const { firstName, patronymic, totalSumm, status, createdAt, size } = fields;
      const shop: Scope = {
        ...scope,
        order: { ...order, totalSumm, status, createdAt },
        customer: { ...customer, firstName, patronymic, customFields: { size } },
      };
      expect(fast.text.render(shop)).toEqual(slow.text.render(shop));
      expect(fast.text.reads).toEqual(slow.text.reads);
    }),
    { numRuns: 600 },
  );
});

test('plain texts with unknown names have the same problems at the same place', () => {
  const name = fc.constantFrom('order', 'ordr', 'customer', 'number', 'nubmer', 'status', 'items', 'offer', 'x');
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), plainLiteral, (names, before) => {
      const source = `${before}{{ ${names.join('.')} }}`;
      const problemsOf = (text: string) => {
        const compiled = compileText(text, environment);
        return 'problems' in compiled ? compiled.problems : [];
      };
      expect(problemsOf(source)).toEqual(problemsOf(source + throughTheEngine));
    }),
    { numRuns: 300 },
  );
});
