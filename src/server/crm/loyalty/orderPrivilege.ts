import { isObject } from '../../../model/json.js';
import type { Privilege } from '../orders/sums.js';
import { get, type Document } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { activeAccount, standingOf } from './accounts.js';
import { amountOf } from './bonuses.js';
import { discountPercent } from './privileges.js';
import { showLevel } from './programs.js';

/**
 * An order with the standing that its `privilegeType` refers to: the customer's personal discount, or the member account with the
 * level that it has when the order first asks for it.
 */
export function withPrivilege(store: Store, order: Document): Document {
  const { privilegeType, customer } = order;
  if (!isObject(customer)) return order;
  const id = Number(customer['id']);
  if (privilegeType === 'personal' && order['personalDiscountPercent'] === undefined) {
    return {
      ...order,
      personalDiscountPercent: Number(get(store, 'customers', id)?.document['personalDiscount'] ?? 0),
    };
  }
  if (privilegeType === 'loyalty_level' && order['loyaltyLevel'] === undefined) {
    const account = activeAccount(store, id, String(order['site']));
    const level = account && standingOf(store, account).level;
    if (account && level) return { ...order, loyaltyAccount: { id: account.id }, loyaltyLevel: showLevel(level) };
  }
  return order;
}

/** What the privilege of an order takes off. */
export function privilegeOf({ privilegeType, personalDiscountPercent, loyaltyLevel }: Document): Privilege | undefined {
  if (privilegeType === 'personal') return { type: 'personal', percent: Number(personalDiscountPercent ?? 0) };
  if (privilegeType === 'loyalty_level') return { type: 'loyalty_level', percent: discountPercent(loyaltyLevel) };
  return undefined;
}

/** How an order names the member account. */
export function showMember(store: Store, member: unknown): Document {
  const id = Number(isObject(member) ? member['id'] : undefined);
  return { id, amount: amountOf(store, id) };
}
