import type { Entity, WorldView } from '../../../language/scope.js';
import type { Instant } from '../../../model/instant.js';
import { fromLocal, parseLocal } from '../../../model/zone.js';
import { showCustomer } from '../customers/show.js';
import { showInHistory } from '../orders/show.js';
import { get, select, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';

/** The CRM's own data as conditions read it; inside a transaction with what that has saved. */
export function worldOf(store: Store, zone: string): WorldView {
  const collections = { order: 'orders', customer: 'customers' } as const;
  const orderOf = (stored: Stored): Entity => showInHistory(store, stored);
  const customerOf = (stored: Stored): Entity => showCustomer(store, stored);
  const shown = { order: orderOf, customer: customerOf };
  const found = (kind: 'order' | 'customer', id: string): Stored | undefined =>
    get(store, collections[kind], Number(id));
  const momentAt = (kind: 'order' | 'customer', id: string, member: string): Instant | undefined => {
    const local = parseLocal(String(found(kind, id)?.document[member] ?? ''));
    return local && fromLocal(zone, local);
  };
  const entity = (kind: 'order' | 'customer', id: string): Entity | undefined => {
    const stored = found(kind, id);
    return stored && shown[kind](stored);
  };
  return {
    order: (id) => entity('order', id),
    customer: (id) => entity('customer', id),
    ordersOf: (customer) =>
      select(store, 'orders', { sql: 'customer_id = ?', values: [Number(customer)] }, 'ORDER BY created_at, id').map(
        orderOf,
      ),
    // The CRM tells since when for the status alone.
    since: (kind, id, field) =>
      momentAt(kind, id, kind === 'order' && field === 'status' ? 'statusUpdatedAt' : 'createdAt'),
    createdAt: (kind, id) => momentAt(kind, id, 'createdAt'),
    user: (id) => get(store, 'users', Number(id))?.document,
    segmentsOf: (customer) => store.segments.codesOf(Number(customer)),
    all: (kind) => select(store, collections[kind], { sql: '1', values: [] }, 'ORDER BY id').map(shown[kind]),
  };
}
