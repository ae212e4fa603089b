import type { ObjectWord } from '../../language/scope.js';
import { any } from '../../language/valueType.js';
import { amount, code, figure, flag, map, moment, one, text } from './field.js';

export const company: ObjectWord = {
  name: 'company',
  doc: 'A company of a corporate customer.',
  fields: {
    id: figure('Id in the CRM.'),
    isMain: flag('Main company.'),
    externalId: text('Id in the shop.'),
    active: flag('It is in use.'),
    name: text('Name.'),
    brand: text('Brand.'),
    site: code('site', 'Shop.'),
    createdAt: moment('When it was created.'),
    customer: one('customer', 'Corporate customer.'),
    contragent: one('contragent', 'Legal details.'),
    address: one('address', 'Address.'),
    customFields: map(any, 'Custom fields, by code.'),
    marginSumm: amount('Margin of all orders.'),
    totalSumm: amount('Sum of all orders.'),
    averageSumm: amount('Average sum of an order.'),
    ordersCount: amount('Orders, as the CRM says.'),
    costSumm: amount('Expenses.'),
  },
};
