import { get, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { textsOf } from './history.js';

/** Digits only, with Russia's leading 8 as 7: two spellings of one number are equal. */
export function phoneDigits(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.length === 11 && digits.startsWith('8') ? `7${digits.slice(1)}` : digits;
}

/** Keeps the index by which a customer is found by phone. */
export function indexPhones({ db }: Store, customer: number, document: Document): void {
  db.prepare('DELETE FROM customer_phones WHERE customer_id = ?').run(customer);
  for (const phone of textsOf(document, 'phones', 'number')) {
    const digits = phoneDigits(phone);
    if (digits !== '') db.prepare('INSERT OR IGNORE INTO customer_phones VALUES (?, ?)').run(customer, digits);
  }
}

/** The oldest customer with this number. */
export function customerByPhone(store: Store, phone: string): Stored | undefined {
  const row = store.db
    .prepare<[string], { id: number | null }>('SELECT min(customer_id) AS id FROM customer_phones WHERE digits = ?')
    .get(phoneDigits(phone));
  return row?.id ? get(store, 'customers', row.id) : undefined;
}
