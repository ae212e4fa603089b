import { find, remove, replace, select } from '../store/documents.js';
import type { Store } from '../store/open.js';

/** Accounts of a customer that ends pass to another one; in a program where that one takes part already, the bonuses do. */
export function mergeAccounts(store: Store, from: number, to: number): void {
  for (const account of select(store, 'loyalty_accounts', { sql: 'customer_id = ?', values: [from] })) {
    const where = { sql: 'customer_id = ? AND loyalty_id = ?', values: [to, account.document['loyalty']] };
    const own = find(store, 'loyalty_accounts', where);
    if (own === undefined) replace(store, 'loyalty_accounts', account.id, { ...account.document, customer: to });
    else {
      for (const table of ['bonuses', 'bonus_operations']) {
        store.db
          .prepare(`UPDATE ${table} SET document = json_set(document, '$.account', ?) WHERE account_id = ?`)
          .run(own.id, account.id);
      }
      store.db
        .prepare(
          `UPDATE orders SET document = json_set(document, '$.loyaltyAccount.id', ?)
           WHERE customer_id IN (?, ?) AND json_extract(document, '$.loyaltyAccount.id') = ?`,
        )
        .run(own.id, from, to, account.id);
      remove(store, 'loyalty_accounts', account.id);
    }
  }
}
