import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumOrder, type Line } from '../../../src/server/crm/orders/sums.js';

const line = (members: Partial<Line>): Line => ({
  initialPrice: 0,
  quantity: 1,
  purchasePrice: 0,
  discountManualAmount: 0,
  discountManualPercent: 0,
  canceled: false,
  ...members,
});
const plain = { discountAmount: 0, discountPercent: 0, deliveryCost: 0 };

describe('the sums of an order', () => {
  it('add lines, their discounts and the delivery', () => {
    const lines = [
      line({ initialPrice: 100, quantity: 2, discountManualPercent: 10 }),
      line({ initialPrice: 50, discountManualAmount: 5 }),
    ];
    expect(sumOrder(lines, { ...plain, deliveryCost: 300 })).toEqual({
      lines: [
        { price: 90, discountTotal: 10, discounts: [{ type: 'manual_product', amount: 10 }], charged: 0 },
        { price: 45, discountTotal: 5, discounts: [{ type: 'manual_product', amount: 5 }], charged: 0 },
      ],
      summ: 225,
      totalSumm: 525,
      purchaseSumm: 0,
    });
  });

  it('share the discount of the order among the lines', () => {
    const lines = [line({ initialPrice: 300 }), line({ initialPrice: 100 })];
    const sums = sumOrder(lines, { ...plain, discountPercent: 10 });
    expect(sums.lines.map(({ price }) => price)).toEqual([270, 90]);
    expect(sums).toMatchObject({ summ: 400, totalSumm: 360 });
  });

  it('leave out cancelled lines', () => {
    const lines = [
      line({ initialPrice: 300, purchasePrice: 200, canceled: true }),
      line({ initialPrice: 100, purchasePrice: 40 }),
    ];
    expect(sumOrder(lines, plain)).toMatchObject({ summ: 100, totalSumm: 100, purchaseSumm: 40 });
  });

  const money = fc.integer({ min: 0, max: 1_000_000 }).map((hundredths) => hundredths / 100);
  const someLine = fc.record({
    initialPrice: money,
    quantity: fc.integer({ min: 1, max: 20 }),
    purchasePrice: money,
    discountManualAmount: money,
    discountManualPercent: fc.integer({ min: 0, max: 100 }),
    canceled: fc.boolean(),
  });

  it('are never negative, and the total is exact to a hundredth', () => {
    fc.assert(
      fc.property(
        fc.array(someLine),
        money,
        fc.integer({ min: 0, max: 100 }),
        money,
        (lines, discountAmount, discountPercent, deliveryCost) => {
          const sums = sumOrder(lines, { discountAmount, discountPercent, deliveryCost });
          const cents = (value: number): number => Math.round(value * 100);
          expect(sums.summ).toBeGreaterThanOrEqual(0);
          for (const { price } of sums.lines) expect(price).toBeGreaterThanOrEqual(0);
          const discount = Math.min(
            cents(sums.summ),
            cents(discountAmount) + Math.round((cents(sums.summ) * discountPercent) / 100),
          );
          expect(
            Math.abs(cents(sums.totalSumm) - (cents(sums.summ) - discount + cents(deliveryCost))),
          ).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('agree with the prices of the lines when every quantity is one', () => {
    fc.assert(
      fc.property(
        fc.array(someLine.map((each) => ({ ...each, quantity: 1, canceled: false }))),
        fc.integer({ min: 0, max: 100 }),
        (lines, discountPercent) => {
          const sums = sumOrder(lines, { ...plain, discountPercent });
          const priced = sums.lines.reduce((sum, { price }) => sum + Math.round(price * 100), 0);
          expect(priced).toBe(Math.round(sums.totalSumm * 100));
        },
      ),
    );
  });

  it('take the privilege after the order’s own discount, and let bonuses pay what is left, never more', () => {
    const lines = [line({ initialPrice: 100, quantity: 2 }), line({ initialPrice: 300 })];
    const order = { ...plain, discountAmount: 100, deliveryCost: 50 };
    const privilege = { type: 'loyalty_level', percent: 10 } as const;
    const sums = sumOrder(lines, { ...order, privilege, charged: 60 });
    expect(sums.totalSumm).toBe(500 - 100 - 40 - 60 + 50);
    expect(sums.lines.map(({ charged }) => charged)).toEqual([24, 36]);
    expect(sums.lines[1]!.discounts).toEqual([
      { type: 'manual_order', amount: 60 },
      { type: 'loyalty_level', amount: 24 },
      { type: 'bonus_charge', amount: 36 },
    ]);
    expect(sums.lines[1]!.price).toBe(180);
    expect(sumOrder(lines, { ...order, privilege, charged: 1000 }).totalSumm).toBe(50);
  });
});
