import type { ObjectWord } from '../../language/scope.js';
import { object } from '../../language/valueType.js';
import { customerOf, managerOf, orderOf } from './entity.js';
import { added, code, figure, free, moment, text } from './field.js';

export const call: ObjectWord = {
  name: 'call',
  doc: 'A phone call.',
  fields: {
    id: figure('Id in the CRM.'),
    externalId: text('Id in the telephony system.'),
    type: text('in or out.'),
    phone: text('Number of the customer.'),
    externalPhone: text('Number of the shop.'),
    code: text('Internal number of the employee.'),
    result: text('answered, busy, failed, no answer, not allowed or unknown.'),
    date: moment('When it began.'),
    duration: figure('Seconds of talk.'),
    waiting: figure('Seconds of waiting.'),
    recordUrl: text('Recording.'),
    site: code('site', 'Shop.'),
    managerId: figure('Id of the employee.'),
    userIds: free('Ids of the employees who took part.'),
    manager: added(object('user'), 'The employee.', { source: 'managerId' }, managerOf),
    order: added(
      object('order'),
      'Order that it is about, when known.',
      { source: 'order, looked up in the world by id' },
      orderOf,
    ),
    customer: added(
      object('customer'),
      'Customer, when known.',
      { source: 'customer, looked up in the world by id' },
      customerOf,
    ),
  },
};
