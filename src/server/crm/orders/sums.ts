/** An order line, as far as money goes. Prices and discounts are per unit. */
export interface Line {
  readonly initialPrice: number;
  readonly quantity: number;
  readonly purchasePrice: number;
  readonly discountManualAmount: number;
  readonly discountManualPercent: number;
  readonly canceled: boolean;
}

export interface LineSums {
  /** Per unit, with the line's share of the order's discount. */
  readonly price: number;
  readonly discountTotal: number;
  readonly discounts: readonly { readonly type: string; readonly amount: number }[];
  /** Of the whole line, in money: what bonuses have paid. */
  readonly charged: number;
}

/** What the customer's standing takes off: percent of the goods after the order's own discount. */
export interface Privilege {
  readonly type: 'personal' | 'loyalty_level';
  readonly percent: number;
}

export interface OrderSums {
  readonly lines: readonly LineSums[];
  /** Goods with the discounts of their lines, before the discount of the order. */
  readonly summ: number;
  /** What the customer pays: goods with every discount, and delivery. */
  readonly totalSumm: number;
  readonly purchaseSumm: number;
}

/** Money is rounded to hundredths; cancelled lines count for nothing. Bonuses pay last, and never more than there is to pay. */
export function sumOrder(
  lines: readonly Line[],
  order: {
    readonly discountAmount: number;
    readonly discountPercent: number;
    readonly deliveryCost: number;
    readonly privilege?: Privilege | undefined;
    /** Money that bonuses stand for. */
    readonly charged?: number;
  },
): OrderSums {
  const units = lines.map((line) => round(Math.max(0, line.initialPrice - lineDiscount(line))));
  const totals = lines.map((line, index) => (line.canceled ? 0 : round(units[index]! * line.quantity)));
  const summ = round(add(totals));
  const manual = Math.min(summ, round(order.discountAmount + (summ * order.discountPercent) / 100));
  const privileged = Math.min(round(summ - manual), round(((summ - manual) * (order.privilege?.percent ?? 0)) / 100));
  const charged = Math.min(round(summ - manual - privileged), order.charged ?? 0);
  const parts = [
    { type: 'manual_order', shares: share(manual, totals, summ) },
    { type: order.privilege?.type ?? 'personal', shares: share(privileged, totals, summ) },
    { type: 'bonus_charge', shares: share(charged, totals, summ) },
  ];
  return {
    lines: lines.map((line, index) => {
      const perUnit = parts.map(({ type, shares }) => ({
        type,
        amount: line.quantity === 0 ? 0 : shares[index]! / line.quantity,
      }));
      const price = round(units[index]! - add(perUnit.map(({ amount }) => amount)));
      const own = round(line.initialPrice - units[index]!);
      const discounts = [{ type: 'manual_product', amount: own }, ...perUnit].filter(({ amount }) => amount > 0);
      return {
        price,
        discountTotal: round(line.initialPrice - price),
        discounts: discounts.map(({ type, amount }) => ({ type, amount: round(amount) })),
        charged: parts[2]!.shares[index]!,
      };
    }),
    summ,
    totalSumm: round(summ - manual - privileged - charged + order.deliveryCost),
    purchaseSumm: round(add(lines.map((line) => (line.canceled ? 0 : line.purchasePrice * line.quantity)))),
  };
}

/** Splits an amount by weight into hundredths that add up to it. */
function share(amount: number, weights: readonly number[], total: number): number[] {
  let left = amount;
  let weightLeft = total;
  return weights.map((weight) => {
    const part = weightLeft <= 0 ? 0 : round((left * weight) / weightLeft);
    left = round(left - part);
    weightLeft -= weight;
    return part;
  });
}

function lineDiscount(line: Line): number {
  return line.discountManualAmount + (line.initialPrice * line.discountManualPercent) / 100;
}

function add(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

export function round(value: number): number {
  return Math.round((value + Number.EPSILON * Math.sign(value)) * 100) / 100;
}
