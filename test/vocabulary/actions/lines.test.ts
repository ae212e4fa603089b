import { describe, expect, it } from 'vitest';
import { sumsAfter, unitPrice } from '../../../src/vocabulary/actions/lines.js';

const line = (quantity: number, more: object = {}) => ({ id: 1, initialPrice: 100, quantity, ...more });

describe('what a line costs', () => {
  it('is its price less both of its discounts, and never less than nothing', () => {
    expect(unitPrice(line(1, { discountManualPercent: 10, discountManualAmount: 5 }))).toBe(85);
    expect(unitPrice(line(1, { discountManualAmount: 500 }))).toBe(0);
  });
});

describe('what an order costs when its lines become others', () => {
  it('moves by what they cost, less the share that the order has off; the delivery stays', () => {
    const order = { items: [line(2)], discountManualPercent: 10, summ: 200, totalSumm: 230 };
    expect(sumsAfter(order, [line(3)])).toEqual({ summ: 300, totalSumm: 320 });
    expect(sumsAfter(order, [line(3), line(1, { isCanceled: true })])).toEqual({ summ: 300, totalSumm: 320 });
  });

  it('is never less than nothing, whatever the order has off', () => {
    const order = { items: [line(1)], discountManualAmount: 500, summ: 100, totalSumm: 0 };
    expect(sumsAfter(order, [line(2)])).toEqual({ summ: 200, totalSumm: 0 });
    expect(sumsAfter(order, [line(6)])).toEqual({ summ: 600, totalSumm: 100 });
  });
});
