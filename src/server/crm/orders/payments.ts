import { present } from '../api/answers.js';
import { referenceItem } from '../references/items.js';
import type { Writing } from '../store/actor.js';
import { nextNumber, type Document } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { numberOf } from './items.js';
import { round } from './sums.js';

/** A payment as it is stored; one that becomes paid gets its time. `due` is what the order still lacks, its amount by default. */
export function layPayment({ store, at }: Writing, old: Document | undefined, sent: Document, due: number): Document {
  const { id: _given, ...members } = sent;
  const payment = present({ ...(old ?? { id: nextNumber(store, 'payments'), amount: due }), ...members });
  return isPaid(store, payment) && payment['paidAt'] === undefined ? { ...payment, paidAt: at } : payment;
}

/** What of the order is paid, and since when all of it is. */
export function sumPayments(
  { store }: Writing,
  payments: readonly Document[],
  totalSumm: number,
): { readonly prepaySum: number; readonly fullPaidAt: unknown } {
  const paid = payments.filter((payment) => isPaid(store, payment));
  const prepaySum = round(paid.reduce((sum, { amount }) => sum + numberOf(amount), 0));
  const times = paid.map(({ paidAt }) => String(paidAt)).sort();
  return { prepaySum, fullPaidAt: paid.length > 0 && prepaySum >= totalSumm ? times.at(-1) : undefined };
}

function isPaid(store: Store, { status }: Document): boolean {
  return status !== undefined && referenceItem(store, 'payment-statuses', String(status))?.['paymentComplete'] === true;
}

/** Keeps the index by which a payment finds its order. */
export function indexPayments({ db }: Store, order: number, payments: readonly Document[]): void {
  db.prepare('DELETE FROM order_payments WHERE order_id = ?').run(order);
  for (const { id, externalId } of payments) {
    db.prepare('INSERT INTO order_payments VALUES (?, ?, ?)').run(id, order, externalId ?? null);
  }
}

/** The order that holds a payment, and the payment's id. */
export function findPayment(
  { db }: Store,
  by: 'id' | 'externalId',
  value: string,
): { readonly payment: number; readonly order: number } | undefined {
  const where = by === 'id' ? 'payment_id = CAST(? AS INTEGER)' : 'external_id = ?';
  return db
    .prepare<[string], { payment: number; order: number }>(
      `SELECT payment_id AS payment, order_id AS "order" FROM order_payments WHERE ${where} ORDER BY payment_id LIMIT 1`,
    )
    .get(value);
}
