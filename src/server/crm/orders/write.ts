import { isObject } from '../../../model/json.js';
import { present } from '../api/answers.js';
import { mergeMembers, readMembers } from '../api/members.js';
import { refuseEntity, Refused } from '../api/refused.js';
import { recountTotals } from '../customers/totals.js';
import { defaultValues } from '../fields/values.js';
import { privilegeOf, withPrivilege } from '../loyalty/orderPrivilege.js';
import { creditCompleted, undoCancelled } from '../loyalty/orderCredit.js';
import { flaggedCode, referenceItem, referenceItems } from '../references/items.js';
import type { Writing } from '../store/actor.js';
import { find, get, insert, replace, type Document, type Stored } from '../store/documents.js';
import { writeHistory } from '../store/history.js';
import type { Store } from '../store/open.js';
import { contactOf, customerOf } from './customer.js';
import { orderChanges, partsOf } from './history.js';
import { layItems, lineOf, numberOf, withSums } from './items.js';
import { indexPayments, layPayment, sumPayments } from './payments.js';
import { orderShape } from './shape.js';
import { orderStub, showInHistory } from './show.js';
import { guardSaved } from '../validations/guard.js';
import { sumOrder } from './sums.js';

/** Makes an order of what was sent; the history gets one row with the whole order (and one for a customer born with it). */
export function createOrder(writing: Writing, sent: Document, site: string): Stored {
  const { store, at, actor } = writing;
  const { items, payments, customer: _named, ...members } = readOrder(writing, sent);
  const birth = {
    privilegeType: 'none',
    countryIso: 'RU',
    createdAt: at,
    markDatetime: at,
    currency: baseCurrency(writing),
    call: false,
    expired: false,
    shipped: false,
    applyRound: true,
    site,
    status: 'new',
    orderType: flaggedCode(store, 'order-types', 'defaultForApi', 'defaultForCrm'),
    orderMethod: flaggedCode(store, 'order-methods', 'defaultForApi', 'defaultForCrm'),
    contragent: { contragentType: 'individual' },
    delivery: {
      cost: deliveryDefault(writing, members, 'defaultCost'),
      netCost: deliveryDefault(writing, members, 'defaultNetCost'),
    },
    customFields: defaultValues(store, 'order'),
    items: [],
    payments: [],
    links: [],
    fromApi: actor.source === 'api',
  };
  const laid = mergeMembers(birth, members);
  refuseTaken(writing, laid);
  const customer = customerOf(writing, sent, laid, site);
  const owned = customer ? { ...contactOf(customer), ...laid, customer: { id: customer.id, type: 'customer' } } : laid;
  const withItems = {
    ...owned,
    statusUpdatedAt: laid['statusUpdatedAt'] ?? laid['createdAt'],
    items: layItems(writing, [], listOf(items)),
  };
  const priced = sumUp(writing, withItems);
  const paid = sumUp(writing, {
    ...priced,
    payments: newPayments(writing, listOf(payments), numberOf(priced['totalSumm'])),
  });
  const id = insert(store, 'orders', paid);
  const numbered = { number: `${id}${actor.source === 'api' ? 'A' : 'C'}`, ...paid };
  const document = creditCompleted(writing, id, numbered);
  replace(store, 'orders', id, document);
  indexPayments(store, id, partsOf(document, 'payments'));
  if (customer) recountTotals(store, customer.id);
  const order = { id, document };
  writeHistory(writing, {
    entity: 'orders',
    subject: id,
    externalId: document['externalId'],
    field: 'status',
    old: null,
    new: { code: paid['status'] },
    created: true,
    members: { order: showInHistory(store, order) },
  });
  guardSaved(writing, 'order', id);
  return order;
}

/** Changes an order. Payments have methods of their own and are not taken here; sent items replace the list. */
export function editOrder(writing: Writing, order: Stored, sent: Document): Stored {
  const { items, payments: _separate, customer: _named, ...members } = readOrder(writing, sent);
  const old = order.document;
  const laid = mergeMembers(old, members);
  if (laid['externalId'] !== old['externalId']) refuseTaken(writing, laid);
  const customer = isObject(sent['customer']) ? customerOf(writing, sent, laid, String(laid['site'])) : undefined;
  return saveOrder(writing, order, {
    ...laid,
    ...(customer ? { customer: { id: customer.id, type: 'customer' } } : {}),
    ...(items === undefined ? {} : { items: layItems(writing, partsOf(old, 'items'), listOf(items)) }),
  });
}

/** Stores a changed form with its sums, its history rows and the totals of those whom it concerns. */
export function saveOrder(writing: Writing, { id, document: old }: Stored, changed: Document): Stored {
  const moved = changed['status'] === old['status'] ? changed : { ...changed, statusUpdatedAt: writing.at };
  const document = creditCompleted(writing, id, sumUp(writing, undoCancelled(writing, id, moved)));
  replace(writing.store, 'orders', id, document);
  indexPayments(writing.store, id, partsOf(document, 'payments'));
  for (const owner of new Set([customerId(old), customerId(document)])) {
    if (owner !== undefined) recountTotals(writing.store, owner);
  }
  const order = { id, document };
  const owner = { old: ownerIn(writing.store, old), new: ownerIn(writing.store, document) };
  for (const { item, payment, ...change } of orderChanges(old, document, owner)) {
    writeHistory(writing, {
      entity: 'orders',
      subject: id,
      externalId: document['externalId'],
      ...change,
      members: { order: orderStub(order), ...(item ? { item } : {}), ...(payment ? { payment } : {}) },
    });
  }
  guardSaved(writing, 'order', id);
  return order;
}

/** How a history row names a customer. */
function ownerIn(store: Store, document: Document): unknown {
  const id = customerId(document);
  const stored = id === undefined ? undefined : get(store, 'customers', id);
  return stored ? present({ id, externalId: stored.document['externalId'], site: stored.document['site'] }) : null;
}

export function customerId({ customer }: Document): number | undefined {
  return isObject(customer) && typeof customer['id'] === 'number' ? customer['id'] : undefined;
}

function readOrder({ store }: Writing, sent: Document): Record<string, unknown> {
  const problems: Record<string, string> = {};
  const read = readMembers(orderShape, sent, { store, problems });
  if (read['status'] === null || read['status'] === '') problems['status'] = 'This value should not be blank.';
  listOf(read['payments']).forEach((payment, index) => {
    if (payment['type'] === undefined && payment['id'] === undefined) {
      problems[`payments[${index}].type`] ??= 'This value should not be blank.';
    }
  });
  if (Object.keys(problems).length > 0) refuseEntity(problems);
  return read;
}

/** Everything that follows from items, discounts, privileges, delivery and payments. */
function sumUp(writing: Writing, given: Document): Document {
  const order = withPrivilege(writing.store, given);
  const items = partsOf(order, 'items');
  const lines = items.map((item) => lineOf(writing, item));
  const delivery = isObject(order['delivery']) ? order['delivery'] : {};
  const chargeRate = numberOf(order['bonusChargeRate']) || 1;
  const sums = sumOrder(lines, {
    discountAmount: numberOf(order['discountManualAmount']),
    discountPercent: numberOf(order['discountManualPercent']),
    deliveryCost: numberOf(delivery['cost']),
    privilege: privilegeOf(order),
    charged: numberOf(order['bonusesChargeTotal']) * chargeRate,
  });
  const { prepaySum, fullPaidAt } = sumPayments(writing, partsOf(order, 'payments'), sums.totalSumm);
  const { fullPaidAt: _old, ...rest } = order;
  return {
    ...rest,
    items: items.map((item, index) => withSums(item, lines[index]!, sums.lines[index]!, chargeRate)),
    summ: sums.summ,
    totalSumm: sums.totalSumm,
    purchaseSumm: sums.purchaseSumm,
    prepaySum,
    ...(fullPaidAt === undefined ? {} : { fullPaidAt }),
  };
}

function newPayments(writing: Writing, sent: readonly Document[], totalSumm: number): readonly Document[] {
  return sent.map((payment) => layPayment(writing, undefined, payment, sent.length === 1 ? totalSumm : 0));
}

function deliveryDefault({ store }: Writing, { delivery }: Document, member: string): number {
  const code = isObject(delivery) ? delivery['code'] : undefined;
  return typeof code === 'string' ? numberOf(referenceItem(store, 'delivery-types', code)?.[member]) : 0;
}

function baseCurrency({ store }: Writing): unknown {
  return referenceItems(store, 'currencies').find((currency) => currency['isBase'] === true)?.['code'];
}

function refuseTaken({ store }: Writing, { externalId, site }: Document): void {
  if (externalId === undefined) return;
  if (find(store, 'orders', { sql: 'site = ? AND external_id = ?', values: [site, externalId] })) {
    throw new Refused(400, 'Order already exists.', { externalId: 'This value is already used.' });
  }
}

function listOf(value: unknown): readonly Document[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
