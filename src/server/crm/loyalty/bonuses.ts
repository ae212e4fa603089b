import { isObject } from '../../../model/json.js';
import { round } from '../orders/sums.js';
import { present } from '../api/answers.js';
import { refuseEntity } from '../api/refused.js';
import type { Writing } from '../store/actor.js';
import { get, insert, replace, select, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';

/** Why bonuses come or go. */
type OperationType =
  | 'credit_for_order'
  | 'credit_manual'
  | 'charge_for_order'
  | 'charge_manual'
  | 'burn'
  | 'cancel_of_charge'
  | 'cancel_of_credit';

export interface Credit {
  readonly amount: number;
  /** First day on which the bonuses can be spent: `Y-m-d`. */
  readonly activationDate: string;
  /** Last day; without one they stay. */
  readonly expireDate?: string;
}

/** SQL: bonuses of an account that can be spent on a day, given twice. */
export const spendable = `activation_date <= ? AND (expire_date IS NULL OR expire_date >= ?) AND remaining > 0`;

export function today(store: Store): string {
  return store.now().slice(0, 10);
}

/** What the account can spend now. */
export function amountOf(store: Store, account: number): number {
  const day = today(store);
  const row = store.db
    .prepare<[number, string, string], { amount: number }>(
      `SELECT coalesce(sum(remaining), 0) AS amount FROM bonuses WHERE account_id = ? AND ${spendable}`,
    )
    .get(account, day, day);
  return round(row?.amount ?? 0);
}

/** Bonuses come as a lot of their own, with its own dates. */
export function creditBonuses(
  writing: Writing,
  account: number,
  type: 'credit_manual' | 'credit_for_order',
  credit: Credit,
  members: Document = {},
): void {
  const { store } = writing;
  const { amount, activationDate, expireDate } = credit;
  const bonus = insert(store, 'bonuses', present({ account, amount, remaining: amount, activationDate, expireDate }));
  const dates = present({ activationDate, expireDate });
  writeOperation(writing, account, type, amount, { bonus: dates, lots: [{ id: bonus, amount }], ...members });
}

/** Takes bonuses, those that end soonest first; refuses when there are not enough. */
export function chargeBonuses(
  writing: Writing,
  account: number,
  type: 'charge_manual' | 'charge_for_order',
  amount: number,
  members: Document = {},
): void {
  const { store } = writing;
  if (amount > amountOf(store, account)) refuseEntity({ amount: 'There are not enough bonuses.' });
  const day = today(store);
  const lots = select(
    store,
    'bonuses',
    { sql: `account_id = ? AND ${spendable}`, values: [account, day, day] },
    'ORDER BY expire_date IS NULL, expire_date, activation_date, id',
  );
  let left = amount;
  const taken: Document[] = [];
  for (const { id, document } of lots) {
    if (left <= 0) break;
    const part = Math.min(left, Number(document['remaining']));
    replace(store, 'bonuses', id, { ...document, remaining: round(Number(document['remaining']) - part) });
    taken.push({ id, amount: part });
    left = round(left - part);
  }
  writeOperation(writing, account, type, -amount, { lots: taken, ...members });
}

/** Gives back what an order took and takes back what it gave, each once. */
export function cancelOrderBonuses(writing: Writing, order: number): void {
  const { store } = writing;
  const where = { sql: `order_id = ? AND type IN ('charge_for_order', 'credit_for_order')`, values: [order] };
  for (const { id, document } of select(store, 'bonus_operations', where, 'ORDER BY id')) {
    if (document['cancelled'] === true) continue;
    const charged = document['type'] === 'charge_for_order';
    let moved = 0;
    for (const lot of lotsOf(document)) {
      const bonus = get(store, 'bonuses', lot.id);
      if (bonus === undefined) continue;
      const remaining = Number(bonus.document['remaining']);
      const after = charged ? round(remaining + lot.amount) : Math.max(0, round(remaining - lot.amount));
      moved = round(moved + after - remaining);
      replace(store, 'bonuses', bonus.id, { ...bonus.document, remaining: after });
    }
    replace(store, 'bonus_operations', id, { ...document, cancelled: true });
    const type = charged ? 'cancel_of_charge' : 'cancel_of_credit';
    writeOperation(writing, Number(document['account']), type, moved, { order });
  }
}

/** Lots whose last day is over burn, at the end of that day; called before anything is read or changed. */
export function burnExpired(writing: Writing): void {
  const { store } = writing;
  for (const { id, document } of expired(store)) {
    const { account, remaining, expireDate } = document;
    replace(store, 'bonuses', id, { ...document, remaining: 0 });
    const at = `${String(expireDate)} 23:59:59`;
    writeOperation({ ...writing, at }, Number(account), 'burn', -Number(remaining), {
      lots: [{ id, amount: remaining }],
    });
  }
}

export function expired(store: Store): readonly Stored[] {
  const where = { sql: 'expire_date < ? AND remaining > 0', values: [today(store)] };
  return select(store, 'bonuses', where, 'ORDER BY expire_date, id');
}

function writeOperation(
  { store, at }: Writing,
  account: number,
  type: OperationType,
  amount: number,
  members: Document,
): void {
  insert(store, 'bonus_operations', present({ account, type, createdAt: at, amount: round(amount), ...members }));
}

function lotsOf({ lots }: Document): readonly { readonly id: number; readonly amount: number }[] {
  const rows = Array.isArray(lots) ? lots.filter(isObject) : [];
  return rows.map(({ id, amount }) => ({ id: Number(id), amount: Number(amount) }));
}
