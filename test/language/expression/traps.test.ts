import { Environment, parse } from '@marcbachmann/cel-js';
import { describe, expect, it } from 'vitest';
import { evaluate, problemsOf } from './shop.js';

/** What the CEL library does by itself (docs/dependencies.md), and what our conditions do instead. */
describe('traps of the CEL library', () => {
  it('numbers: an integer literal is compared and computed with sums, which are doubles', () => {
    const cel = new Environment().registerVariable('sum', 'double');
    expect(cel.check('sum == 3000').valid).toBe(false);
    expect(cel.check('sum + 1 > 3000').valid).toBe(false);
    const order = { totalSumm: 3000 };
    expect(
      evaluate('order.totalSumm == 3000 && order.totalSumm in [3000] && order.totalSumm + 1 - 1 == 3000', { order }),
    ).toBe(true);
    expect(evaluate('order.totalSumm * 2 / 3 == 2000 && order.totalSumm % 7 == 4', { order })).toBe(true);
  });

  it('has() of a typo passes there', () => {
    const cel = new Environment()
      .registerType('Order', { fields: { email: 'string' } })
      .registerVariable('order', 'Order');
    expect(cel.check('has(order.emial)').valid).toBe(true);
    expect(problemsOf('has(order.emial)')).toMatchObject([{ code: 'CRM203', at: 'emial' }]);
  });

  it('null in a typed field throws there', () => {
    expect(
      evaluate('order.email == "x" || order.weight > 3 || order.shipped || order.items.exists(i, true)', {
        order: { email: null, weight: null, shipped: null, items: null },
      }),
    ).toBe(false);
    expect(
      evaluate('order.items.exists(i, i.name == "Cup")', { order: { items: [null, { name: null }, { name: 'Cup' }] } }),
    ).toBe(true);
  });

  it('indexing lists of plain objects works', () => {
    expect(evaluate('order.items[0].price', { order: { items: [{ price: 3 }] } })).toBe(3);
  });

  it('matches does not run a backtracking expression', () => {
    expect(evaluate('order.number.matches("^(a+)+$")', { order: { number: `${'a'.repeat(5000)}b` } })).toBe(false);
    expect(problemsOf('order.number.matches("(a)\\\\1")')).toMatchObject([{ code: 'CRM208' }]);
  });

  it('duration("1d") is read when the condition is checked', () => {
    expect(new Environment().check('duration("1d") == duration("24h")').valid).toBe(true);
    expect(() => parse('duration("1d")')()).toThrow();
    expect(problemsOf('duration("1x") == order.patience')).toMatchObject([{ code: 'CRM213' }]);
    expect(evaluate('duration("1d") == days(1)')).toBe(true);
  });

  it('nested searches have a bound that is known when the condition is checked', () => {
    expect(
      problemsOf('orders(o, o.status == "new" && orders(p, p.status == "new").size() > 1).size() > 0'),
    ).toMatchObject([{ code: 'CRM209' }]);
    const deep =
      'order.items.exists(a, order.items.exists(b, order.items.exists(c, order.items.exists(d, a.price + b.price + c.price > d.price))))';
    expect(problemsOf(deep)).toMatchObject([{ code: 'CRM209' }]);
    expect(problemsOf('order.items.exists(a, order.items.exists(b, a.price > b.price))')).toEqual([]);
  });

  it('a variable and a field may be called type', () => {
    expect(evaluate('type == "x" && event.type == "y"', { type: 'x', event: { type: 'y' } })).toBe(true);
  });

  it('a huge expression is refused, not compiled', () => {
    expect(problemsOf(Array.from({ length: 4000 }, () => 'order.shipped').join(' && '))).toMatchObject([
      { code: 'CRM201' },
    ]);
    expect(problemsOf(`${'('.repeat(200)}true${')'.repeat(200)}`)).toMatchObject([{ code: 'CRM201' }]);
  });
});
