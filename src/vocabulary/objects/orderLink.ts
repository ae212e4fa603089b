import type { ObjectWord } from '../../language/scope.js';
import { object } from '../../language/valueType.js';
import { orderOf } from './entity.js';
import { added, moment, text } from './field.js';

export const orderLink: ObjectWord = {
  name: 'orderLink',
  doc: 'A link to another order.',
  fields: {
    comment: text('Comment.'),
    createdAt: moment('When it was linked.'),
    order: added(object('order'), 'The other order.', { source: 'order, looked up in the world by id' }, orderOf),
  },
};
