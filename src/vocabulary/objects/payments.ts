import type { Ambient, Entity } from '../../language/scope.js';
import { entitiesOf, numberOf } from './entity.js';

/** Payments of an order: the CRM gives a list in some answers and a map keyed by id in others. */
export function paymentsOf(order: Entity): readonly Entity[] {
  return entitiesOf(order['payments']);
}

/**
 * All payments have a status that counts as paid, or those that have cover the order's sum. An order without
 * payments is paid when the CRM says since when (`fullPaidAt`).
 */
export function isPaid(order: Entity, ambient: Ambient): boolean {
  const payments = paymentsOf(order);
  if (payments.length === 0) return typeof order['fullPaidAt'] === 'string';
  const paid = payments.filter((payment) => ambient.facts.paidStatuses.has(String(payment['status'])));
  if (paid.length === payments.length) return true;
  const due = numberOf(order['totalSumm']);
  return due > 0 && cents(paid) >= Math.round(due * 100);
}

/** Whole cents, so that 0.1 + 0.2 covers 0.3. */
function cents(payments: readonly Entity[]): number {
  return payments.reduce((sum, payment) => sum + Math.round(numberOf(payment['amount']) * 100), 0);
}
