import { describe, expect, it } from 'vitest';
import { any, boolean, duration, number } from '../../../src/language/valueType.js';
import { compiled, evaluate } from './shop.js';

/** docs/language.md#write-conditions-values-and-texts, rule by rule. */
const order = {
  id: 7,
  number: 'A-1',
  status: 'new',
  totalSumm: 3500,
  weight: 200,
  email: 'anna@shop.ru',
  shipped: false,
  createdAt: '2026-03-01 10:00:00',
  items: [{ price: 100, name: 'Cup', tags: ['glass'] }, { name: 'Gift' }],
  tags: ['vip', 'b2b'],
  prices: { retail: 10 },
  customer: { id: 1, firstName: 'Anna', segments: ['loyal'] },
  data: { score: 4, words: ['a', 'b'], nested: { deep: null } },
  customFields: [],
};

const cases = (rows: readonly (readonly [string, unknown])[]) =>
  it.each(rows)('%s is %j', (source, expected) => expect(evaluate(source, { order })).toEqual(expected));

describe('numbers', () => {
  cases([
    ['order.totalSumm > 3000', true],
    ['order.totalSumm == 3500', true],
    ['order.totalSumm == 3500.0', true],
    ['order.totalSumm in [3500, 1]', true],
    ['7 / 2', 3.5],
    ['-order.weight + 1', -199],
    ['7 % 4', 3],
    ['order.weight / 0', undefined],
    ['order.weight % 0 == 1', false],
  ]);
});

describe('sums, counts, percents and discounts are 0 when absent', () => {
  cases([
    ['order.items[1].price', 0],
    ['order.items[1].price < 5', true],
    ['order.items[1].price == null', false],
    ['has(order.items[1].price)', false],
    ['has(order.items[0].price)', true],
    ['sum(order.items.map(i, i.price))', 100],
  ]);
  it('but of a missing order nothing is known', () => {
    expect(evaluate('order.totalSumm < 100', {})).toBe(false);
    expect(evaluate('order.totalSumm == null', {})).toBe(true);
  });
});

describe('any other missing value', () => {
  cases([
    ['order.phone == "1"', false],
    ['order.phone != "1"', true],
    ['order.phone == null', true],
    ['order.phone != null', false],
    ['null == order.phone', true],
    ['order.email == null', false],
    ['order.phone == customer.phone', false],
    ['order.phone != customer.phone', true],
    ['order.phone == order.phone', false],
    ['order.shipmentDate < now', false],
    ['order.shipmentDate >= now', false],
    ['customer.id < 5', false],
    ['customer.id > -5', false],
    ['customer.id <= 0', false],
    ['order.data.nested.deep == null', true],
    ['order.data.no.such.member == null', true],
    ['order.data.no.such.member != 1', true],
    ['order.prices["wholesale"] == null', true],
    ['order.items[9].name == null', true],
    ['order.items[-1].name == null', true],
    ['order.items[0].name', 'Cup'],
    ['customer.firstName in ["Anna"]', false],
    ['"loyal" in customer.segments', false],
    ['!(customer.firstName in ["Anna"])', true],
    ['customer.firstName + "!"', undefined],
    ['order.customer.id + 1', 2],
    ['customer.id + 1', undefined],
    ['customer.id + 1 > 0', false],
    ['order.phone.orValue("none")', 'none'],
    ['order.email.orValue("none")', 'anna@shop.ru'],
    ['customer.segments.exists(s, s == "loyal")', false],
    ['customer.segments.all(s, s == "loyal")', true],
    ['customer.segments.size()', 0],
    ['size(customer.segments)', 0],
    ['customer.segments.map(s, s)', []],
    ['customer.firstName.contains("a")', undefined],
    ['!customer.firstName.contains("a")', true],
    ['customer.firstName.size() == 0', false],
  ]);
});

describe('missing conditions count as false', () => {
  cases([
    ['!order.customer.firstName.startsWith("B")', true],
    ['!vars.flag', true],
    ['vars.flag && true', false],
    ['vars.flag || true', true],
    ['vars.flag || vars.other', false],
    ['vars.flag ? 1 : 2', 2],
    ['order.shipped ? 1 : 2', 2],
    ['order.shipped == false', true],
    ['order.data.score == 4 && !order.shipped', true],
  ]);
  it('a condition is always true or false', () => {
    expect(compiled('vars.flag', boolean).evaluate({ ambient: undefined as never, vars: {} })).toBe(false);
  });
});

describe('lists, maps and text', () => {
  cases([
    ['order.items.exists(i, i.price > 50)', true],
    ['order.items.all(i, i.price > 50)', false],
    ['order.items.exists_one(i, i.name == "Gift")', true],
    ['order.items.filter(i, i.price == 0).map(i, i.name)', ['Gift']],
    ['order.items.map(i, i.price > 0, i.name)', ['Cup']],
    ['order.items.exists(i, i.tags.exists(t, t == "glass" && i.price > order.weight))', false],
    ['order.items.exists(i, order.tags.exists(i, i == "vip"))', true],
    ['order.tags + ["x"]', ['vip', 'b2b', 'x']],
    ['order.tags == ["vip", "b2b"]', true],
    ['order.prices["retail"] == 10', true],
    ['"retail" in order.prices', true],
    ['"constructor" in order.prices', false],
    ['order.prices["constructor"] == null', true],
    ['order.prices.exists(key, key == "retail")', true],
    ['{"a": 1}["a"]', 1],
    ['{"a": 1, "b": "x"}["b"]', 'x'],
    ['{"a": 1, "b": "x", "c": true}["c"]', true],
    ['order.data.words.exists(w, w == "b")', true],
    ['order.data.words[1]', 'b'],
    ['"b" in order.data.words', true],
    ['order.data.score + 1', 5],
    ['order.data.score == "4"', false],
    ['order.data.words.size()', 2],
    ['order.data.score.size() == null', true],
    ['string(order.data.words[0]) + string(order.data.score)', 'a4'],
    ['max(order.data.words)', 'b'],
    ['max(order.data.score, 3)', 4],
    ['min(order.data.none) == null', true],
    ['timestamp(order.data.score) == null', false],
    ['order.email.startsWith("anna") && order.email.endsWith(".ru") && order.email.contains("@")', true],
    ['order.email.split("@")[1]', 'shop.ru'],
    ['["a", "b"].join("-")', 'a-b'],
    ['"Straße".size()', 6],
    ['"ÄbC".lowerAscii() + "ÄbC".upperAscii()', 'ÄbcÄBC'],
    ['" x ".trim()', 'x'],
    ['"hello".substring(1, 3)', 'el'],
    ['"hello".substring(2, 99)', 'llo'],
    ['"a-b-c".indexOf("-") + "a-b-c".lastIndexOf("-")', 4],
    ['"a-b-c".replace("-", "+", 1)', 'a+b-c'],
    ['"№ " + string(order.id)', '№ 7'],
    ['double("1.5") + int("2.9")', 3.5],
    ['order.customFields.supplier == null', true],
    ['order.customFields["call-at"] == null', true],
  ]);
});

describe('data as the CRM writes it', () => {
  it('reads a list that came as a map by id, numbers that came as text, flags that came as digits', () => {
    const crm = { items: { 5: { price: '12.5' } }, shipped: '1', number: 17, totalSumm: '99' };
    expect(evaluate('order.items.exists(i, i.price == 12.5)', { order: crm })).toBe(true);
    expect(evaluate('order.shipped && order.number == "17" && order.totalSumm > 98', { order: crm })).toBe(true);
  });
  it('reads an empty map that came as a list', () => {
    expect(evaluate('order.customer.firstName == null', { order: { customer: [] } })).toBe(true);
  });
});

describe('what an expression tells about itself', () => {
  it('its reads are the longest paths, with the variable first', () => {
    const { reads } = compiled(
      'order.customer.firstName == "x" && order.items.exists(i, i.price > vars.limit) && order.items[0].name != ""',
    );
    expect(reads).toEqual([
      'order.customer.firstName',
      'order.items',
      'order.items.name',
      'order.items.price',
      'vars.limit',
    ]);
  });
  it('a function adds what it reads by itself', () => {
    expect(compiled('inSegment("loyal")').reads).toEqual(['customer.segments']);
  });
  it('the type follows the data', () => {
    expect(compiled('order.items.map(i, i.price)', any).type).toEqual({ type: 'list', of: number });
  });
  it('a value of untyped data becomes what its place takes', () => {
    expect(compiled('vars.pause', duration).evaluate({ ambient: undefined as never, vars: { pause: '2h' } })).toEqual({
      clock: 'elapsed',
      milliseconds: 7_200_000,
    });
  });
  it('tells which part decided, and what it looked at', () => {
    const { because } = compiled(
      '(order.totalSumm > 3000 || order.shipped) && order.createdAt > timestamp("2026-01-01T00:00:00Z") && order.items.exists(i, i.price > 500)',
    );
    const ask = (order: object) => because({ ambient: { zone: 'UTC' } as never, order });
    expect(ask({ totalSumm: 10, items: [] })).toEqual({
      source: 'order.totalSumm > 3000 || order.shipped',
      value: false,
      values: [{ source: 'order.totalSumm', value: 10 }, { source: 'order.shipped' }],
    });
    expect(ask({ shipped: true, createdAt: '2025-12-31 10:00:00' })).toEqual({
      source: 'order.createdAt > timestamp("2026-01-01T00:00:00Z")',
      value: false,
      values: [
        { source: 'order.createdAt', value: '2025-12-31T10:00:00Z' },
        { source: 'timestamp("2026-01-01T00:00:00Z")', value: '2026-01-01T00:00:00Z' },
      ],
    });
    expect(ask({ shipped: true, createdAt: '2026-02-01 10:00:00', items: [{ price: 1 }] })).toEqual({
      source: 'order.items.exists(i, i.price > 500)',
      value: false,
      values: [
        { source: 'order.items.exists(i, i.price > 500)', value: false },
        { source: 'order.items', value: '1 element' },
      ],
    });
  });
  it('of an alternative that is true the first true part decided', () => {
    const { because } = compiled('order.totalSumm > 3000 || order.shipped');
    expect(because({ ambient: undefined as never, order: { totalSumm: 10, shipped: true } })).toEqual({
      source: 'order.shipped',
      value: true,
      values: [{ source: 'order.shipped', value: true }],
    });
  });
});
