import { isObject } from '../../../model/json.js';
import { phpMap, present } from '../api/answers.js';
import { showInOrder } from '../customers/show.js';
import { get, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { showMember } from '../loyalty/orderPrivilege.js';
import { partsOf } from './history.js';
import { showItem } from './items.js';

/** An order as reads and edits give it: payments by their id. */
export function showOrder(store: Store, order: Stored): Document {
  const payments = Object.fromEntries(
    partsOf(order.document, 'payments').map((payment) => [String(payment['id']), payment]),
  );
  return show(store, order, phpMap(payments));
}

/** An order as `orders/create`, `orders/upload` and the history give it: payments as a list. */
export function showInHistory(store: Store, order: Stored): Document {
  return show(store, order, order.document['payments']);
}

/** The history tells an order as it was at its birth, and its customer as he is when somebody reads. */
export function withOwnerOfNow(store: Store, order: Document): Document {
  const owner = isObject(order['customer']) ? get(store, 'customers', Number(order['customer']['id'])) : undefined;
  if (owner === undefined) return order;
  const customer = showInOrder(store, owner);
  return { ...order, customer, contact: customer };
}

/** What a history row repeats of an order that it does not give whole. */
export function orderStub({ id, document }: Stored): Document {
  const { externalId, managerId, site, status } = document;
  return present({ id, externalId, managerId, site, status });
}

function show(store: Store, { id, document }: Stored, payments: unknown): Document {
  const customer = ownerOf(store, document);
  const { items: _items, payments: _payments, links, customFields, customer: _stub, ...rest } = document;
  const { bonusChargeRate: _rate, loyaltyAccount, ...members } = rest;
  return present({
    slug: id,
    bonusesCreditTotal: 0,
    bonusesChargeTotal: 0,
    id,
    ...members,
    loyaltyAccount: loyaltyAccount && showMember(store, loyaltyAccount),
    customer,
    contact: customer,
    items: partsOf(document, 'items').map(showItem),
    payments,
    links: showLinks(store, links),
    customFields: phpMap(customFields),
  });
}

function ownerOf(store: Store, { customer }: Document): Document | undefined {
  const named = customer as { readonly id: number } | undefined; // `createOrder` stores it so
  const stored = named && get(store, 'customers', named.id);
  return stored && showInOrder(store, stored);
}

function showLinks(store: Store, links: unknown): unknown {
  const rows = (links ?? []) as readonly { order: number; comment?: string; createdAt: string }[]; // links.ts stores them so
  const shown = rows.flatMap(({ order, comment, createdAt }) => {
    const other = get(store, 'orders', order);
    if (other === undefined) return [];
    const { number, externalId } = other.document;
    return [present({ comment, order: present({ id: order, number, externalId }), createdAt })];
  });
  return shown.length === 0 ? undefined : shown;
}
