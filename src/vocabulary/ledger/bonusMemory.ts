import { isObject } from '../../model/json.js';
import { readLedger, type Ledger } from './ledger.js';

/** Name under which the bonuses of a customer are remembered. */
export function ledgerName(program: string, customer: string): string {
  return `bonus:${program}/${customer}`;
}

/** Bonuses as far as they are written down; before that, what the loyalty account of the CRM holds. */
export function ledgerOf(text: string | undefined, customer: unknown, isOfCrm: boolean): Ledger {
  const account = isOfCrm && isObject(customer) ? customer['loyaltyAccount'] : undefined;
  const amount = isObject(account) ? Number(account['amount'] ?? 0) : 0;
  return readLedger(text, Number.isFinite(amount) ? amount : 0);
}
