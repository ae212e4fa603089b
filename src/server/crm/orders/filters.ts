import {
  anyOf,
  atLeast,
  atMost,
  contains,
  containsWords,
  customFields,
  equal,
  flag,
  member,
  notKept,
  since,
  until,
  within,
  groupsOf,
} from '../api/filters.js';
import type { Filter, Filters } from '../api/filters.js';
import { phoneDigits } from '../customers/phones.js';

const of = (path: string): string => member('orders', path);
const ofCustomer = (expression: string): string =>
  `(SELECT ${expression} FROM customers WHERE customers.id = orders.customer_id)`;
const ofTotals = (column: string): string =>
  `(SELECT ${column} FROM customer_totals WHERE customer_totals.customer_id = orders.customer_id)`;

/** Some payment or line of the order fits; `filter` of columns of `part`. */
const some = (list: 'payments' | 'items', filter: Filter): Filter =>
  within(filter, (sql) => `EXISTS (SELECT 1 FROM json_each(orders.document, '$.${list}') AS part WHERE ${sql})`);
const ofPart = (path: string): string => `json_extract(part.value, '$.${path}')`;

const byName = containsWords(of('firstName'), of('lastName'), of('patronymic'), 'orders.phone');
const byPerson: Filter = (value, store) => {
  const digits = typeof value === 'string' && !/\p{L}/u.test(value) ? phoneDigits(value) : '';
  if (digits.length < 5) return byName(value, store);
  const sql = `orders.customer_id IN (SELECT customer_id FROM customer_phones WHERE instr(digits, ?) > 0)`;
  return { where: { sql, values: [digits] } };
};

/** Statuses, and groups of statuses. */
const extendedStatus: Filter = (value, store) => {
  const inner = anyOf('orders.status')(value, store);
  if ('problem' in inner) return inner;
  const { sql, values } = inner.where;
  const group = `(SELECT json_extract(document, '$.group') FROM reference_items WHERE reference = 'statuses' AND code = orders.status)`;
  return { where: { sql: `${sql} OR ${sql.replace('orders.status', group)}`, values: [...values, ...values] } };
};

export const orderFilters: Filters = {
  ids: anyOf('orders.id', 'integer'),
  externalIds: anyOf('orders.external_id'),
  numbers: anyOf('orders.number'),
  customer: byPerson,
  customerId: anyOf('orders.customer_id', 'integer'),
  customerExternalId: equal(ofCustomer('external_id')),
  customerType: equal(of('customer.type')),
  companyName: equal(of('company.name')),
  countries: anyOf(of('countryIso')),
  city: contains(of('delivery.address.city')),
  region: contains(of('delivery.address.region')),
  index: equal(of('delivery.address.index')),
  metro: contains(of('delivery.address.metro')),
  email: contains('orders.email'),
  deliveryTimeFrom: since(of('delivery.time.from')),
  deliveryTimeTo: until(of('delivery.time.to')),
  minPrepaySumm: atLeast(of('prepaySum')),
  maxPrepaySumm: atMost(of('prepaySum')),
  minPrice: atLeast('orders.total_summ'),
  maxPrice: atMost('orders.total_summ'),
  product: some('items', contains(ofPart('offer.name'), ofPart('productName'), ofPart('offer.article'))),
  vip: flag(ofCustomer(`json_extract(customers.document, '$.vip')`)),
  bad: flag(ofCustomer(`json_extract(customers.document, '$.bad')`)),
  expired: flag(of('expired')),
  call: flag(of('call')),
  online: flag('0'),
  deliveryStates: anyOf(of('delivery.data.status')),
  minDeliveryCost: atLeast(of('delivery.cost')),
  maxDeliveryCost: atMost(of('delivery.cost')),
  minDeliveryNetCost: atLeast(of('delivery.netCost')),
  maxDeliveryNetCost: atMost(of('delivery.netCost')),
  managerComment: contains(of('managerComment')),
  customerComment: contains(of('customerComment')),
  minMarginSumm: atLeast(`(orders.total_summ - ${of('purchaseSumm')} - ${of('delivery.netCost')})`),
  maxMarginSumm: atMost(`(orders.total_summ - ${of('purchaseSumm')} - ${of('delivery.netCost')})`),
  minPurchaseSumm: atLeast(of('purchaseSumm')),
  maxPurchaseSumm: atMost(of('purchaseSumm')),
  minCostSumm: atLeast(
    `(SELECT sum(json_extract(costs.document, '$.summ')) FROM costs WHERE costs.order_id = orders.id)`,
  ),
  maxCostSumm: atMost(
    `(SELECT sum(json_extract(costs.document, '$.summ')) FROM costs WHERE costs.order_id = orders.id)`,
  ),
  trackNumber: equal(of('delivery.data.trackNumber')),
  deliveryExternalId: equal(of('delivery.data.externalId')),
  contragentName: contains(of('contragent.legalName')),
  contragentTypes: anyOf(of('contragent.contragentType')),
  contragentInn: equal(of('contragent.INN')),
  contragentKpp: equal(of('contragent.KPP')),
  contragentBik: equal(of('contragent.BIK')),
  contragentCorrAccount: equal(of('contragent.corrAccount')),
  contragentBankAccount: equal(of('contragent.bankAccount')),
  shipped: flag(of('shipped')),
  orderTypes: anyOf(of('orderType')),
  orderMethods: anyOf(of('orderMethod')),
  managers: anyOf(of('managerId'), 'integer'),
  managerGroups: groupsOf(of('managerId')),
  paymentStatuses: some('payments', anyOf(ofPart('status'))),
  paymentTypes: some('payments', anyOf(ofPart('type'))),
  sites: anyOf('orders.site'),
  deliveryTypes: anyOf(of('delivery.code')),
  deliveryServices: anyOf(of('delivery.service.code')),
  couriers: anyOf(of('delivery.data.courierId'), 'integer'),
  shipmentStores: anyOf(of('shipmentStore')),
  mgChannels: anyOf('NULL'),
  createdAtFrom: since('orders.created_at'),
  createdAtTo: until('orders.created_at'),
  fullPaidAtFrom: since(of('fullPaidAt')),
  fullPaidAtTo: until(of('fullPaidAt')),
  paidAtFrom: some('payments', since(ofPart('paidAt'))),
  paidAtTo: some('payments', until(ofPart('paidAt'))),
  deliveryDateFrom: since(of('delivery.date')),
  deliveryDateTo: until(of('delivery.date')),
  statusUpdatedAtFrom: since('orders.status_updated_at'),
  statusUpdatedAtTo: until('orders.status_updated_at'),
  firstWebVisitFrom: since('NULL'),
  firstWebVisitTo: until('NULL'),
  lastWebVisitFrom: since('NULL'),
  lastWebVisitTo: until('NULL'),
  firstOrderFrom: since(ofTotals('first_order_at')),
  firstOrderTo: until(ofTotals('first_order_at')),
  lastOrderFrom: since(ofTotals('last_order_at')),
  lastOrderTo: until(ofTotals('last_order_at')),
  shipmentDateFrom: since(of('shipmentDate')),
  shipmentDateTo: until(of('shipmentDate')),
  dpdParcelDateFrom: since('NULL'),
  dpdParcelDateTo: until('NULL'),
  customFields: customFields('orders'),
  extendedStatus,
  sourceName: equal(of('source.source')),
  mediumName: equal(of('source.medium')),
  campaignName: equal(of('source.campaign')),
  keywordName: equal(of('source.keyword')),
  adContentName: equal(of('source.content')),
  attachments: notKept,
  receiptFiscalDocumentAttribute: notKept,
  receiptStatus: notKept,
  receiptOperation: notKept,
  receiptOrderStatus: notKept,
  tasksCounts: notKept,
};
