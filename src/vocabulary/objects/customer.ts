import type { ObjectWord } from '../../language/scope.js';
import { any, codeOf, duration, listOf, number, object, string, timestamp } from '../../language/valueType.js';
import { channelsChange, channelsOf } from './channels.js';
import { managerOf } from './entity.js';
import { added, amount, code, figure, flag, list, many, moment, one, readOnly, text } from './field.js';
import { itemsBought, lastOrderAt, ordersOf, purchaseInterval, purchasesOf } from './orders.js';
import { daysSinceLastOrder, daysSinceLastOrderCrosses } from './daysSinceLastOrder.js';
import { fullName } from './person.js';
import { phoneOf } from './phones.js';
import { segmentsOf } from './segments.js';

/** Which orders there are and when they were placed; not what is in them. */
const ordersAlone = ['customer.orders'];
const asOf = 'counts only orders that are in the world: in a back-test those of the log';

export const customer: ObjectWord = {
  name: 'customer',
  doc: 'A customer of the CRM.',
  fields: {
    id: readOnly(figure('Id in the CRM.'), 'the CRM gives it; an id of your own is externalId'),
    type: readOnly(text('customer or customer_corporate.'), 'it is decided when the customer is made'),
    externalId: text('Id in the shop.'),
    nickName: text('Name of a corporate customer.'),
    site: code('site', 'Shop.'),
    isContact: flag('Contact person of a corporate customer.'),
    createdAt: moment('When it was created.'),
    managerId: figure('Id of the responsible user.'),
    vip: flag('VIP.'),
    bad: flag('Bad customer.'),
    browserId: text('Browser id of the web collector.'),
    contragent: one('contragent', 'Legal details.'),
    tags: readOnly(many('customerTag', 'Tags.'), 'tags are given and taken by the action `tag`'),
    attachedTag: text('Tag used for filtering.'),
    avgMarginSumm: readOnly(amount('Average margin of an order, as the CRM says.'), 'it follows from the orders'),
    marginSumm: readOnly(amount('Margin of all orders (LTV), as the CRM says.'), 'it follows from the orders'),
    totalSumm: readOnly(amount('Sum of all orders, as the CRM says.'), 'it follows from the orders'),
    averageSumm: readOnly(amount('Average sum of an order, as the CRM says.'), 'it follows from the orders'),
    costSumm: readOnly(amount('Expenses, as the CRM says.'), 'it follows from the costs'),
    personalDiscount: amount('Personal discount in percent.'),
    cumulativeDiscount: amount('Cumulative discount in percent.'),
    discountCardNumber: text('Number of the discount card.'),
    firstClientId: text('First client id of the web analytics.'),
    lastClientId: text('Last client id of the web analytics.'),
    address: one('address', 'Address.'),
    maturationTime: readOnly(
      figure('Seconds from the first visit to the first order.'),
      'it follows from the first visit and the first order',
    ),
    firstName: text('First name.'),
    lastName: text('Last name.'),
    patronymic: text('Patronymic.'),
    sex: text('male or female.'),
    presumableSex: readOnly(text('Sex as guessed from the name.'), 'the CRM guesses it from the name'),
    email: text('E-mail.'),
    emailMarketingUnsubscribedAt: moment('When the customer unsubscribed from e-mails.'),
    phones: many('phone', 'Phones.'),
    birthday: moment('Birthday.'),
    source: one('source', 'Where the customer came from.'),
    photoUrl: text('Photo.'),
    mgCustomerId: figure('Id in the messenger gateway.'),
    mgCustomers: list(any, 'Accounts in messengers.'),
    subscribed: flag('Subscribed to e-mails.'),
    customerSubscriptions: many('customerSubscription', 'Subscriptions by channel and subject.'),
    customFields: one('customerCustomFields', 'Custom fields of customers, by code.'),
    viewed: {
      ...many('page', 'Pages viewed, oldest first.'),
      source: 'page.viewed events, kept by the world',
      lookahead: 'only views that are in the log',
      readOnly: 'crmctl keeps it',
    },
    messages: {
      ...many('message', 'Messages sent, oldest first.'),
      source: 'effects and message.* events, kept by the world',
      lookahead: 'only messages that are in the log',
      readOnly: 'crmctl keeps it',
    },
    phone: added(string, 'First phone number.', { source: 'phones' }, phoneOf),
    manager: added(
      object('user'),
      'Responsible user.',
      {
        source: 'managerId; of a user whom the world does not know only the id',
        lookahead: 'names and addresses of users are today’s',
      },
      managerOf,
    ),
    orders: added(
      listOf(object('order')),
      'Orders that are not deleted, the current one included, oldest first.',
      { source: 'the world', lookahead: asOf },
      ordersOf,
    ),
    purchases: added(
      listOf(object('order')),
      'Orders whose status is in the group complete, oldest first.',
      { source: 'orders and the project’s StatusGroups', lookahead: asOf },
      purchasesOf,
    ),
    items: added(
      listOf(object('item')),
      'Lines of the purchases that are not cancelled.',
      { source: 'purchases', lookahead: asOf },
      itemsBought,
    ),
    ordersCount: {
      ...added(
        number,
        'Orders that are not deleted.',
        {
          source: 'the world’s own count, also where the CRM’s ordersCount is higher',
          lookahead: asOf,
          watches: ordersAlone,
        },
        (customer, ambient) => ordersOf(customer, ambient).length,
      ),
      always: { whole: true, least: 0, present: true },
    },
    lastOrderAt: {
      ...added(
        timestamp,
        'When the last order was placed.',
        { source: 'orders', lookahead: asOf, watches: ordersAlone },
        lastOrderAt,
      ),
      always: { present: 'customer.ordersCount >= 1' },
    },
    daysSinceLastOrder: {
      ...added(
        number,
        'Whole days of 24 hours since the last order; missing without orders.',
        {
          source: 'lastOrderAt and now',
          lookahead: asOf,
          crosses: daysSinceLastOrderCrosses,
          watches: ordersAlone,
        },
        daysSinceLastOrder,
      ),
      always: { whole: true, least: 0, present: 'customer.ordersCount >= 1' },
    },
    purchaseInterval: added(
      duration,
      'Average time between purchases; missing with fewer than two.',
      { source: 'purchases', lookahead: asOf },
      purchaseInterval,
    ),
    segments: added(
      listOf(codeOf('segment')),
      'Codes of the segments of which the customer is a member.',
      {
        source:
          'memberships computed by the engine; for segments that only the CRM defines, what came with the customer',
        lookahead: 'memberships in the CRM’s own segments are those of the snapshot',
      },
      segmentsOf,
    ),
    channels: added(
      listOf(string),
      'Types of channels usable now, the one answered most often in the last 180 days first; without answers email, sms, messenger, voice.',
      {
        source: 'email, phones, subscriptions, mgCustomers; answers as kept in messages',
        lookahead: 'subscriptions are those of the snapshot',
        changes: channelsChange,
      },
      channelsOf,
    ),
  },
  twig: {
    nickName: added(
      string,
      'Full name.',
      { source: 'nickName of a company, else lastName, firstName, patronymic' },
      (customer) => customer['nickName'] ?? fullName(customer),
    ),
    ltv: { ...amount('Margin of all orders.'), source: 'marginSumm', compute: (customer) => customer['marginSumm'] },
  },
};
