import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../src/language/expression/compile.js';
import { any, boolean, codeOf, duration, number, string, type ValueType } from '../../../src/language/valueType.js';
import { environment, problemsOf } from './shop.js';

type Row = readonly [source: string, code: string, at: string, words: RegExp];

const report = (rows: readonly Row[], yields: ValueType = boolean) =>
  it.each(rows)('%s → %s at %j', (source, code, at, words) => {
    const problems = problemsOf(source, yields);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]!.at).toBe(at);
    expect(`${problems[0]!.message}; ${problems[0]!.suggestion ?? ''}`).toMatch(words);
  });

describe('names', () => {
  report([
    ['order.totalSum > 1', 'CRM203', 'totalSum', /did you mean "totalSumm"/],
    ['order.customer.fistName == "x"', 'CRM203', 'fistName', /firstName/],
    ['order.items.exists(i, i.prise > 1)', 'CRM203', 'prise', /price/],
    ['order.items[0]["nam"] == "x"', 'CRM203', '"nam"', /name/],
    ['event.tipe == "x"', 'CRM203', 'tipe', /type/],
    ['order.items.price > 1', 'CRM203', 'price', /exists/],
    ['order.number.length > 1', 'CRM203', 'length', /text has no field/],
    ['order.customFields.call-at != null', 'CRM203', 'call', /\["call-at"\]/],
    ['oder.status == "new"', 'CRM202', 'oder', /did you mean "order"/],
    ['zzz == 1', 'CRM202', 'zzz', /in scope: customer, event/],
    ['order.number == Anna', 'CRM202', 'Anna', /a text stands in quotes: "Anna"; in scope/],
    ['client.email == "x"', 'CRM202', 'client', /no variable "client" here; in scope/],
    ['order.number == “Anna”', 'CRM201', '“', /“ is no quotation mark here; write "…"/],
    ['order.number == «Anna»', 'CRM201', '«', /« is no quotation mark here/],
    ['now2() == 1', 'CRM204', 'now2', /no function/],
    ['order.number.contians("x")', 'CRM204', 'contians', /contains/],
    ['order.email.length() > 3', 'CRM204', 'length', /size/],
    ['order.items.any(i, true)', 'CRM204', 'any', /exists/],
    ['exists(order.items, true)', 'CRM204', 'exists', /belongs to a list/],
    ['constructor == 1', 'CRM202', 'constructor', /no variable/],
    ['order.toString == 1', 'CRM203', 'toString', /no field.*; crmctl schema order --docs lists what there is/],
  ]);
});

describe('has', () => {
  report([
    ['has(order.emial)', 'CRM203', 'emial', /email/],
    ['has(order.customer.fistName)', 'CRM203', 'fistName', /firstName/],
    ['has(1 + 2)', 'CRM212', 'has(1 + 2)', /takes one field/],
    ['has(order.email, order.phone)', 'CRM212', 'has(order.email, order.phone)', /takes one field/],
  ]);
});

describe('codes of a closed enumeration', () => {
  report([
    ['order.status == "complette"', 'CRM206', '"complette"', /did you mean "complete"/],
    ['"complette" != order.status', 'CRM206', '"complette"', /complete/],
    ['order.status in ["new", "canceled"]', 'CRM206', '"canceled"', /cancelled/],
    ['order.status.orValue("nwe") == "new"', 'CRM206', '"nwe"', /new/],
    ['(order.shipped ? "nee" : "new") == order.status', 'CRM206', '"nee"', /new/],
    ['"loyall" in customer.segments', 'CRM206', '"loyall"', /loyal/],
    ['customer.segments.exists(s, s == "loyall")', 'CRM206', '"loyall"', /loyal/],
    ['inSegment("loyall")', 'CRM206', '"loyall"', /loyal/],
    ['isWorking("ofice", now)', 'CRM206', '"ofice"', /office/],
    ['inSegment(order.number)', 'CRM210', 'order.number', /written out/],
  ]);
  report([['"complette"', 'CRM206', '"complette"', /complete/]], codeOf('status'));
  it('an open one takes every code', () => {
    expect(problemsOf('order.customFields.supplier == "unheard-of"')).toEqual([]);
  });
});

describe('types', () => {
  report([
    ['order.number > 3', 'CRM205', 'order.number > 3', /text is compared with a number/],
    ['order.totalSumm == "3"', 'CRM205', 'order.totalSumm == "3"', /without quotes/],
    ['order.createdAt > "2026-01-01"', 'CRM205', 'order.createdAt > "2026-01-01"', /timestamp\("2026-01-01"\)/],
    ['order.patience > "24h"', 'CRM205', 'order.patience > "24h"', /hours\(24\)/],
    ['now - order.createdAt > 3', 'CRM205', 'now - order.createdAt > 3', /a duration is compared with a number/],
    ['order.shipped == "true"', 'CRM205', 'order.shipped == "true"', /without quotes/],
    ['order.createdAt + 3 > now', 'CRM205', 'order.createdAt + 3', /days\(3\)/],
    ['order.number + order.id == "x"', 'CRM205', 'order.number + order.id', /string\(/],
    ['order.items > 3', 'CRM205', 'order.items', /size/],
    ['order.weight && true', 'CRM205', 'order.weight', /a condition stands here/],
    ['!order.email', 'CRM205', 'order.email', /!= null/],
    ['order.email ? true : false', 'CRM205', 'order.email', /!= null/],
    ['order.shipped == (order.shipped ? 1 : "a")', 'CRM205', '"a"', /one branch/],
    ['order.weight in order.tags', 'CRM205', 'order.weight in order.tags', /never in/],
    ['"a" in order.number', 'CRM205', 'order.number', /contains/],
    ['order.items["x"].name == ""', 'CRM205', '"x"', /number/],
    ['[1, "a"].exists(x, true)', 'CRM205', '"a"', /the list holds/],
    ['order.number.exists(c, true)', 'CRM205', 'order.number', /a list stands here/],
    ['hours(1) + days(1) > order.patience', 'CRM214', 'hours(1) + days(1)', /one after the other/],
    ['order.status', 'CRM207', 'order.status', /compare it/],
    ['null', 'CRM207', 'null', /true or false/],
    ['days("3") < order.patience', 'CRM210', '"3"', /takes a number/],
    ['days() < order.patience', 'CRM210', 'days()', /takes 1 arguments/],
    ['order.email.orValue(3) == ""', 'CRM210', '3', /default/],
    ['order.items.exists(1, true)', 'CRM201', '1', /./],
    ['order.items.exists(i)', 'CRM210', 'order.items.exists(i)', /takes a name and a condition/],
  ]);
  report([['order.id', 'CRM207', 'order.id', /string\(/]], string);
  report([['"24h"', 'CRM207', '"24h"', /hours\(24\)/]], duration);
});

describe('literals', () => {
  report([
    ['order.createdAt > timestamp("yesterday")', 'CRM213', '"yesterday"', /no date/],
    ['order.patience > duration("1 day")', 'CRM213', '"1 day"', /3d/],
    ['now.getHours("Moscow") > 1', 'CRM213', '"Moscow"', /time zone/],
    ['order.email.matches("a(")', 'CRM208', '"a("', /not closed/],
    ['order.email.matches("(a)\\\\1")', 'CRM208', '"(a)\\\\1"', /back references/],
    ['order.email.matches("(?=a)")', 'CRM208', '"(?=a)"', /look-around/],
    ['order.email.matches(order.number)', 'CRM208', 'order.number', /literal/],
  ]);
});

describe('syntax', () => {
  report([
    ['order.status = "new"', 'CRM201', '=', /write ==/],
    ['= order.shipped', 'CRM201', '=', /remove the "="/],
    ['order.shipped and true', 'CRM201', 'and', /&&/],
    ['not order.shipped', 'CRM201', 'order', /!/],
    ['order.status == "new', 'CRM201', '"new', /not closed/],
    ['order.totalSumm >', 'CRM201', '', /ends too early/],
    ['', 'CRM201', '', /empty/],
    ['(order.shipped', 'CRM201', '', /ends too early/],
  ]);
});

describe('searches of the whole shop', () => {
  report([
    ['orders(o, o.totalSumm > 1).size() > 0', 'CRM211', 'o.totalSumm > 1', /compare one of id, customer/],
    ['orders(o, o.status == o.number).size() > 0', 'CRM211', 'o.status == o.number', /equality/],
    ['orders(o, o.status == "new" || o.shipped).size() > 0', 'CRM211', 'o.status == "new" || o.shipped', /equality/],
    ['orders(o).size() > 0', 'CRM210', 'orders(o)', /takes 2/],
    [
      'orders(o, o.status == "new" && customers(c, c.email == o.email).size() > 0).size() > 0',
      'CRM209',
      'orders(o, o.status == "new" && customers(c, c.email == o.email).size() > 0).size() > 0',
      /searches inside searches/,
    ],
  ]);
  it('a nested search by customer is cheap enough', () => {
    expect(
      problemsOf('orders(o, o.status == "new" && orders(p, p.customer.id == o.customer.id).size() > 1).size() > 0'),
    ).toEqual([]);
  });
});

describe('all problems are reported at once', () => {
  it('each at its place', () => {
    const problems = problemsOf(
      'order.totalSum > 1 && oder.x == 2 && order.status == "nwe" && order.number.contians("x")',
    );
    expect(problems.map(({ code, at }) => [code, at])).toEqual([
      ['CRM203', 'totalSum'],
      ['CRM202', 'oder'],
      ['CRM206', '"nwe"'],
      ['CRM204', 'contians'],
    ]);
  });
  it('and one mistake once', () => {
    expect(problemsOf('order.custmer.firstName.contains("x") && order.custmer.id > 3')).toHaveLength(2);
  });
});

it('a function that is about the customer says so where there is none', () => {
  const { customer: _, ...variables } = environment.variables;
  const result = compileExpression('inSegment("loyal")', { ...environment, variables }, boolean);
  expect('problems' in result && result.problems.map(({ code, message }) => [code, message])).toEqual([
    ['CRM210', 'inSegment is about the customer, and there is no customer here'],
  ]);
});

it('untyped data takes every operation', () => {
  expect(problemsOf('vars.a + vars.b > vars.c && vars.d.e[0] in vars.list && vars.text.contains("x")')).toEqual([]);
  expect(problemsOf('vars.n', number)).toEqual([]);
  expect(problemsOf('order.status', any)).toEqual([]);
});
