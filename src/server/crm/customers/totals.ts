import type { Store } from '../store/open.js';

export interface Totals {
  readonly ordersCount: number;
  readonly totalSumm: number;
  readonly averageSumm: number;
  readonly marginSumm: number;
  readonly costSumm: number;
  readonly firstOrderAt: string | null;
  readonly lastOrderAt: string | null;
}

const none: Totals = {
  ordersCount: 0,
  totalSumm: 0,
  averageSumm: 0,
  marginSumm: 0,
  costSumm: 0,
  firstOrderAt: null,
  lastOrderAt: null,
};

/**
 * Counts a customer's orders anew: `ordersCount` is all of them; the sums leave out those in the group `cancel`. Costs are purchase
 * prices and net delivery, the margin is what the orders bring beyond them.
 */
export function recountTotals({ db }: Store, customer: number): void {
  db.prepare(
    `INSERT OR REPLACE INTO customer_totals
     SELECT ?, count(*), coalesce(sum(paid), 0), coalesce(round(avg(paid), 2), 0), coalesce(round(sum(paid - cost), 2), 0),
       coalesce(sum(cost), 0), min(created_at), max(created_at)
     FROM (
       SELECT o.created_at,
         CASE WHEN coalesce(json_extract(s.document, '$.group'), '') = 'cancel' THEN NULL ELSE o.total_summ END AS paid,
         coalesce(json_extract(o.document, '$.purchaseSumm'), 0) + coalesce(json_extract(o.document, '$.delivery.netCost'), 0) AS cost
       FROM orders AS o LEFT JOIN reference_items AS s ON s.reference = 'statuses' AND s.code = o.status
       WHERE o.customer_id = ?
     )`,
  ).run(customer, customer);
}

export function totalsOf({ db }: Store, customer: number): Totals {
  const row = db
    .prepare<[number], Totals>(
      `SELECT orders_count AS ordersCount, total_summ AS totalSumm, average_summ AS averageSumm, margin_summ AS marginSumm,
         cost_summ AS costSumm, first_order_at AS firstOrderAt, last_order_at AS lastOrderAt
       FROM customer_totals WHERE customer_id = ?`,
    )
    .get(customer);
  return row ?? none;
}
