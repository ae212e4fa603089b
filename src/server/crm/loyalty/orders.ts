import type { Answer } from '../../http/plane.js';
import { isObject } from '../../../model/json.js';
import { phpMap, present, success } from '../api/answers.js';
import { number } from '../api/members.js';
import { readEntity, readText, type Call } from '../api/parameters.js';
import type { Method } from '../api/plane.js';
import { refuseEntity, refuseMissing, refuseParameters } from '../api/refused.js';
import { postInSite, readSite } from '../api/sites.js';
import { partsOf } from '../orders/history.js';
import { findOrder } from '../orders/named.js';
import { customerId, saveOrder } from '../orders/write.js';
import { round } from '../orders/sums.js';
import { transact, type Writing } from '../store/actor.js';
import { get, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { startVerification } from '../verification/checks.js';
import { activeAccount } from './accounts.js';
import { cancelOrderBonuses, chargeBonuses } from './bonuses.js';
import { showMember } from './orderPrivilege.js';
import { chargeRateOf, programById } from './programs.js';
import { upToDate } from './upToDate.js';

/** `orders/loyalty/*` */
export const orderLoyaltyMethods: readonly Method[] = [
  postInSite('orders/loyalty/apply', 'loyalty_write', apply),
  postInSite('orders/loyalty/cancel-bonus-operations', 'loyalty_write', cancel),
];

/** Pays a part of an order with bonuses; at once, or when the customer has confirmed it, if the program wants that. */
function apply(call: Call): Answer {
  const sent = readEntity(call, 'order');
  const bonuses = readBonuses(call);
  const site = readSite(call);
  return transact(upToDate(call).store, call.actor, (writing) => {
    const { store } = writing;
    const order = orderNamed(store, sent, site);
    const owner = customerId(order.document);
    const account = owner === undefined ? undefined : activeAccount(store, owner, site);
    if (account === undefined)
      return refuseEntity({ order: 'The customer of this order has no active loyalty account.' });
    const program = programById(store, account.document['loyalty']);
    if (program?.document['confirmSmsCharge'] === true) {
      const purpose = { account: account.id, order: order.id, bonuses };
      return success({
        order: showCharged(store, order),
        verification: startVerification(writing, 'verify_customer', purpose),
      });
    }
    return success({ order: showCharged(store, applyBonuses(writing, order, account, bonuses)) });
  });
}

/** Charges the account and lowers the prices of the order. What was charged before is given back first. */
export function applyBonuses(writing: Writing, order: Stored, account: Stored, bonuses: number): Stored {
  const { store } = writing;
  const program = programById(store, account.document['loyalty']);
  const bonusChargeRate = program ? chargeRateOf(program) : 1;
  cancelOrderBonuses(writing, order.id);
  const { bonusesChargeTotal: _before, ...plain } = order.document;
  const unpaid = saveOrder(writing, order, plain);
  const goods = partsOf(unpaid.document, 'items').reduce((sum, item) => sum + priceOf(item), 0);
  if (bonuses * bonusChargeRate > round(goods)) refuseEntity({ bonuses: 'The goods of this order cost less.' });
  chargeBonuses(writing, account.id, 'charge_for_order', bonuses, { order: order.id });
  const loyaltyAccount = { id: account.id };
  return saveOrder(writing, unpaid, {
    ...unpaid.document,
    loyaltyAccount,
    bonusesChargeTotal: bonuses,
    bonusChargeRate,
  });
}

function cancel(call: Call): Answer {
  const sent = readEntity(call, 'order');
  const site = readSite(call);
  return transact(upToDate(call).store, call.actor, (writing) => {
    const order = orderNamed(writing.store, sent, site);
    cancelOrderBonuses(writing, order.id);
    const { bonusesChargeTotal: _charged, ...plain } = order.document;
    return success({ order: showCharged(writing.store, saveOrder(writing, order, plain)) });
  });
}

function orderNamed(store: Store, sent: Document, site: string): Stored {
  const found = findOrder(store, sent, site);
  return found?.document['site'] === site ? found : refuseEntity({ order: 'There is no such order.' });
}

function readBonuses(call: Call): number {
  const given = readText(call, 'bonuses') ?? refuseMissing('bonuses');
  const problems: Record<string, string> = {};
  const read = number()(given, 'bonuses', { store: call.store, problems });
  if (typeof read === 'number' && read > 0) return round(read);
  return refuseParameters({ bonuses: problems['bonuses'] ?? 'This value must be more than 0.' });
}

function priceOf({ prices, quantity, isCanceled }: Document): number {
  const [first]: readonly unknown[] = Array.isArray(prices) ? prices : [];
  return isCanceled === true || !isObject(first) ? 0 : Number(first['price']) * Number(quantity);
}

/** An order as far as loyalty goes. */
function showCharged(store: Store, { id, document }: Stored): Document {
  const { bonusesCreditTotal = 0, bonusesChargeTotal = 0, privilegeType, totalSumm, site, delivery } = document;
  const { personalDiscountPercent, loyaltyLevel, loyaltyAccount } = document;
  const owner = customerId(document);
  const customer = owner === undefined ? undefined : get(store, 'customers', owner);
  return present({
    id,
    bonusesCreditTotal,
    bonusesChargeTotal,
    privilegeType,
    totalSumm,
    personalDiscountPercent,
    loyaltyAccount: loyaltyAccount === undefined ? undefined : showMember(store, loyaltyAccount),
    loyaltyLevel,
    customer: customer && showCustomer(customer),
    delivery: { cost: isObject(delivery) ? Number(delivery['cost'] ?? 0) : 0 },
    site,
    items: partsOf(document, 'items').map(showItem),
  });
}

function showCustomer({ id, document: { externalId, personalDiscount } }: Stored): Document {
  return present({ id, externalId, personalDiscount: personalDiscount ?? 0 });
}

function showItem(item: Document): Document {
  const {
    id,
    externalIds,
    initialPrice,
    discounts,
    discountTotal,
    prices,
    quantity,
    offer,
    bonusesChargeTotal = 0,
  } = item;
  const { id: offerId, externalId, xmlId } = isObject(offer) ? offer : {};
  return present({
    bonusesChargeTotal,
    bonusesCreditTotal: 0,
    discounts,
    id,
    externalIds,
    initialPrice,
    discountTotal,
    prices,
    quantity,
    offer: offer === undefined ? undefined : phpMap(present({ id: offerId, externalId, xmlId })),
  });
}
