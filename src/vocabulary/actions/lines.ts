import { isObject } from '../../model/json.js';

type Data = Readonly<Record<string, unknown>>;

/** Lines of an order, as its data holds them. */
export function linesOf(order: unknown): readonly Data[] {
  const items = isObject(order) ? order['items'] : undefined;
  return Array.isArray(items) ? items.filter(isObject) : [];
}

/** What a line costs: units times the price after its discounts; a cancelled one costs nothing. */
export function lineSum(line: Data): number {
  return line['isCanceled'] === true ? 0 : numberOf(line['quantity'] ?? 1) * unitPrice(line);
}

export function unitPrice(line: Data): number {
  const initial = numberOf(line['initialPrice']);
  const own = numberOf(line['discountManualAmount']) + (initial * numberOf(line['discountManualPercent'])) / 100;
  return Math.max(0, initial - own);
}

/** The order's sums when its lines or its own discount become others: the difference, as the CRM would count it. */
export function sumsAfter(
  order: Data,
  lines: readonly Data[],
  discount = numberOf(order['discountManualAmount']),
): { readonly summ: number; readonly totalSumm: number } {
  const before = linesOf(order).reduce((sum, line) => sum + lineSum(line), 0);
  const after = lines.reduce((sum, line) => sum + lineSum(line), 0);
  const share = numberOf(order['discountManualPercent']) / 100;
  const less = (sum: number, amount: number): number => Math.min(sum, amount + sum * share);
  const paidBefore = before - less(before, numberOf(order['discountManualAmount']));
  const paidAfter = after - less(after, discount);
  return {
    summ: money(numberOf(order['summ'] ?? before) + after - before),
    totalSumm: money(numberOf(order['totalSumm'] ?? paidBefore) + paidAfter - paidBefore),
  };
}

export function money(value: number): number {
  return Math.round(value * 100) / 100;
}

export function numberOf(value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : 0;
}

/** What names an offer, most exact first: an id, else what the shop and the warehouse call it. */
export function offerName(offer: unknown): string | undefined {
  if (typeof offer === 'string' || typeof offer === 'number') return `article:${offer}`;
  if (!isObject(offer)) return undefined;
  for (const field of ['id', 'externalId', 'xmlId', 'article'] as const)
    if (offer[field] !== undefined && offer[field] !== null) return `${field}:${String(offer[field])}`;
  return undefined;
}

/** A line as the API takes it: one that is there is named by its id; a new one has none yet. */
export function wireLine(line: Data): Data {
  const { id, ...rest } = line;
  if (typeof id !== 'number') return rest;
  const { quantity, initialPrice, status, comment, discountManualAmount, discountManualPercent } = rest;
  const kept = { quantity, initialPrice, status, comment, discountManualAmount, discountManualPercent };
  return { id, ...Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)) };
}
