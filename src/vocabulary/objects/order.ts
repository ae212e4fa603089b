import type { Ambient, Entity, ObjectWord } from '../../language/scope.js';
import { boolean, codeOf, listOf, object, string, timestamp } from '../../language/valueType.js';
import { customerOf, entityOf, idOf, managerOf } from './entity.js';
import { added, amount, code, figure, flag, free, many, moment, one, readOnly, text } from './field.js';
import { availableItemsOf, itemsOf } from './items.js';
import { momentOf } from '../../language/moment.js';
import { fullName } from './person.js';
import { isPaid, paymentsOf } from './payments.js';

export const order: ObjectWord = {
  name: 'order',
  doc: 'An order of the CRM.',
  fields: {
    id: readOnly(figure('Id in the CRM.'), 'the CRM gives it; an id of your own is externalId'),
    slug: readOnly(figure('Number in the address of the order’s page.'), 'the CRM gives it'),
    number: text('Number that people see.'),
    externalId: text('Id in the shop.'),
    site: code('site', 'Shop.'),
    orderType: code('orderType', 'Type of order.'),
    orderMethod: code('orderMethod', 'How it was placed.'),
    privilegeType: text('Which privilege applies: none, personal_discount, loyalty_level, loyalty_event.'),
    countryIso: text('Country, ISO 3166-1 alpha-2.'),
    createdAt: moment('When it was placed.'),
    status: code('status', 'Status.'),
    statusUpdatedAt: moment('When the status last changed, as the CRM says.'),
    statusComment: text('Comment on the status.'),
    currency: text('Currency, ISO 4217.'),
    summ: readOnly(
      amount('Sum of the lines with discounts, without delivery.'),
      'it follows from the lines and their discounts',
    ),
    totalSumm: readOnly(
      amount('Sum to pay: lines, discounts, delivery.'),
      'it follows from the lines, the discounts and delivery.cost',
    ),
    prepaySum: readOnly(amount('Paid so far.'), 'it follows from the payments'),
    purchaseSumm: readOnly(amount('What the goods cost the shop.'), 'it follows from item.purchasePrice of the lines'),
    discountManualAmount: amount('Manual discount as a sum.'),
    discountManualPercent: amount('Manual discount in percent.'),
    personalDiscountPercent: readOnly(
      amount('Personal discount of the customer in percent.'),
      'it follows from customer.personalDiscount',
    ),
    bonusesCreditTotal: readOnly(amount('Bonuses credited for the order.'), 'it follows from the loyalty program'),
    bonusesChargeTotal: readOnly(amount('Bonuses spent on the order.'), 'it follows from the loyalty program'),
    loyaltyAccount: one('loyaltyAccount', 'Loyalty account used.'),
    loyaltyLevel: readOnly(
      one('loyaltyLevel', 'Loyalty level that gave the privilege.'),
      'it follows from the loyalty account',
    ),
    loyaltyEventDiscount: readOnly(free('Discount of a loyalty event.'), 'it follows from the loyalty program'),
    loyaltyEventId: figure('Loyalty event that gave the privilege.'),
    applyRound: flag('The total is rounded.'),
    mark: figure('Mark of the order.'),
    markDatetime: moment('When the mark was set.'),
    lastName: text('Last name of the buyer.'),
    firstName: text('First name of the buyer.'),
    patronymic: text('Patronymic of the buyer.'),
    phone: text('Phone of the buyer.'),
    additionalPhone: text('Second phone.'),
    email: text('E-mail of the buyer.'),
    call: flag('The customer asks for a call.'),
    expired: flag('The working-time limit of the status is over, as the CRM says.'),
    customerComment: text('Comment of the customer.'),
    managerComment: text('Comment of the manager.'),
    managerId: figure('Id of the responsible user.'),
    contact: one('customer', 'Contact person.'),
    company: one('company', 'Company of a corporate customer.'),
    contragent: one('contragent', 'Legal details.'),
    delivery: one('delivery', 'Delivery.'),
    marketplace: free('Order on a marketplace.'),
    source: one('source', 'Where the customer came from.'),
    fullPaidAt: readOnly(moment('When it was paid in full.'), 'it follows from the payments'),
    links: many('orderLink', 'Linked orders.'),
    fromApi: readOnly(flag('It came by API.'), 'the CRM notes how the order came'),
    weight: figure('Weight, grams.'),
    length: figure('Length, millimetres.'),
    width: figure('Width, millimetres.'),
    height: figure('Height, millimetres.'),
    shipmentStore: code('store', 'Store that ships it.'),
    shipmentDate: moment('Date of shipment.'),
    shipped: flag('It was shipped.'),
    dialogId: figure('Dialog in which it was made.'),
    clientId: text('Client id of the web analytics.'),
    customFields: one('orderCustomFields', 'Custom fields of orders, by code.'),
    customer: added(
      object('customer'),
      'The customer, as known now.',
      { source: 'customer, looked up in the world by id' },
      customerOf,
    ),
    items: added(
      listOf(object('item')),
      'Lines, cancelled ones included.',
      { source: 'items, each linked to its order' },
      itemsOf,
    ),
    payments: added(listOf(object('payment')), 'Payments.', { source: 'payments, a list or a map by id' }, paymentsOf),
    manager: added(
      object('user'),
      'Responsible user.',
      {
        source: 'managerId; of a user whom the world does not know only the id',
        lookahead: 'names and addresses of users are today’s',
      },
      managerOf,
    ),
    statusGroup: added(
      codeOf('statusGroup'),
      'Group of the status.',
      { source: 'status and the project’s StatusGroups', lookahead: 'groups are those of the project, not of then' },
      statusGroupOf,
    ),
    statusSince: added(
      timestamp,
      'Since when it has its status.',
      { source: 'the change of status, else statusUpdatedAt, else creation' },
      statusSince,
    ),
    isPaid: added(
      boolean,
      'Paid in full: every payment has a status that counts as paid, or those that have cover totalSumm.',
      {
        source: 'payments, totalSumm; fullPaidAt of an order without payments',
        lookahead: 'which statuses count as paid is today’s',
      },
      isPaid,
    ),
    availableItems: added(
      listOf(object('item')),
      'Lines that are not cancelled.',
      { source: 'items' },
      availableItemsOf,
    ),
  },
  twig: {
    orderProducts: added(listOf(object('item')), 'Lines, cancelled ones included.', { source: 'items' }, itemsOf),
    availableOrderProducts: added(
      listOf(object('item')),
      'Lines that are not cancelled.',
      { source: 'items' },
      availableItemsOf,
    ),
    nickName: added(string, 'Full name of the buyer.', { source: 'lastName, firstName, patronymic' }, buyerName),
    anyPhone: added(
      string,
      'The phone, else the second one.',
      { source: 'phone, additionalPhone' },
      (order) => order['phone'] ?? order['additionalPhone'],
    ),
    integrationDeliveryTrackId: added(
      string,
      'Track number of the delivery service.',
      { source: 'delivery.data.trackNumber' },
      trackNumberOf,
    ),
    paymentType: added(
      codeOf('paymentType'),
      'Type of the first payment.',
      { source: 'payments' },
      (order) => paymentsOf(order)[0]?.['type'],
    ),
    paymentStatus: added(
      codeOf('paymentStatus'),
      'Status of the first payment.',
      { source: 'payments' },
      (order) => paymentsOf(order)[0]?.['status'],
    ),
    deliveryType: added(
      codeOf('deliveryType'),
      'Delivery type.',
      { source: 'delivery.code' },
      (order) => entityOf(order['delivery'])?.['code'],
    ),
    deliveryService: added(
      object('deliveryService'),
      'Delivery service.',
      { source: 'delivery.service' },
      (order) => entityOf(order['delivery'])?.['service'],
    ),
    deliveryAddress: added(
      object('address'),
      'Delivery address.',
      { source: 'delivery.address' },
      (order) => entityOf(order['delivery'])?.['address'],
    ),
    deliveryDate: added(
      timestamp,
      'Date of delivery.',
      { source: 'delivery.date' },
      (order) => entityOf(order['delivery'])?.['date'],
    ),
    deliveryTime: added(
      object('timeInterval'),
      'Time of delivery.',
      { source: 'delivery.time' },
      (order) => entityOf(order['delivery'])?.['time'],
    ),
    deliveryCost: {
      ...amount('Cost of delivery.'),
      source: 'delivery.cost',
      compute: (order) => entityOf(order['delivery'])?.['cost'],
    },
    deliveryNetCost: {
      ...amount('What the delivery costs the shop.'),
      source: 'delivery.netCost',
      compute: (order) => entityOf(order['delivery'])?.['netCost'],
    },
  },
};

function statusGroupOf(order: Entity, ambient: Ambient): string | undefined {
  const status = order['status'];
  return typeof status === 'string' ? ambient.facts.statusGroup(status) : undefined;
}

function statusSince(order: Entity, ambient: Ambient): unknown {
  const id = idOf(order);
  return (
    (id === undefined ? undefined : ambient.world.since('order', id, 'status')) ??
    momentOf(order['statusUpdatedAt'], ambient.zone) ??
    momentOf(order['createdAt'], ambient.zone) ??
    (id === undefined ? undefined : ambient.world.createdAt('order', id))
  );
}

function trackNumberOf(order: Entity): unknown {
  return entityOf(entityOf(order['delivery'])?.['data'])?.['trackNumber'];
}

/** The name given with the order, else the customer's. */
function buyerName(order: Entity, ambient: Ambient): string | undefined {
  const customer = customerOf(order, ambient);
  return fullName(order) ?? (customer === undefined ? undefined : fullName(customer));
}
