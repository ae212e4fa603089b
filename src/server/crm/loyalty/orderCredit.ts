import { isObject } from '../../../model/json.js';
import { referenceItem } from '../references/items.js';
import { round } from '../orders/sums.js';
import type { Writing } from '../store/actor.js';
import { find, type Document } from '../store/documents.js';
import { cancelOrderBonuses, creditBonuses, today } from './bonuses.js';
import { creditOf } from './privileges.js';

/** A cancelled order keeps no bonuses: what it took goes back, what it gave is taken. */
export function undoCancelled(writing: Writing, id: number, order: Document): Document {
  if (!isObject(order['loyaltyAccount']) || groupOf(writing, order) !== 'cancel') return order;
  cancelOrderBonuses(writing, id);
  const { bonusesChargeTotal: _charged, ...rest } = order;
  return rest;
}

/** An order with the bonuses that its level promises; once it is complete they are given, once. */
export function creditCompleted(writing: Writing, id: number, order: Document): Document {
  const { store } = writing;
  const { loyaltyAccount, loyaltyLevel, privilegeType, delivery, totalSumm } = order;
  if (!isObject(loyaltyAccount)) return order;
  const group = groupOf(writing, order);
  const given = find(store, 'bonus_operations', {
    sql: `order_id = ? AND type = 'credit_for_order' AND NOT coalesce(json_extract(document, '$.cancelled'), 0)`,
    values: [id],
  });
  if (given) return { ...order, bonusesCreditTotal: given.document['amount'] };
  const paid = round(Number(totalSumm) - (isObject(delivery) ? Number(delivery['cost'] ?? 0) : 0));
  const promised = privilegeType === 'loyalty_level' && group !== 'cancel' ? creditOf(loyaltyLevel, paid) : 0;
  if (group === 'complete' && promised > 0) {
    const credit = { amount: promised, activationDate: today(store) };
    creditBonuses(writing, Number(loyaltyAccount['id']), 'credit_for_order', credit, { order: id });
  }
  return { ...order, bonusesCreditTotal: promised };
}

function groupOf({ store }: Writing, { status }: Document): unknown {
  return referenceItem(store, 'statuses', String(status))?.['group'];
}
