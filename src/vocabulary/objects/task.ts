import type { ObjectWord } from '../../language/scope.js';
import { object } from '../../language/valueType.js';
import { customerOf, orderOf } from './entity.js';
import { added, code, figure, flag, moment, text } from './field.js';

export const task: ObjectWord = {
  name: 'task',
  doc: 'A task for an employee.',
  fields: {
    id: figure('Id in the CRM.'),
    text: text('What is to be done.'),
    commentary: text('Comment.'),
    datetime: moment('When it is due.'),
    createdAt: moment('When it was created.'),
    complete: flag('Done.'),
    completedAt: moment('When it was done.'),
    creator: figure('Id of the user who created it.'),
    performer: figure('Id of the user or group who has to do it.'),
    performerId: figure('Id of the user or group who has to do it.'),
    performerType: text('user or group.'),
    phone: text('Phone that it is about.'),
    phoneSite: code('site', 'Shop of the phone.'),
    result: text('What came of it, when the task was closed with a result.'),
    order: added(
      object('order'),
      'Order that it is about.',
      { source: 'order, looked up in the world by id' },
      orderOf,
    ),
    customer: added(
      object('customer'),
      'Customer that it is about.',
      { source: 'customer, looked up in the world by id' },
      customerOf,
    ),
  },
};
