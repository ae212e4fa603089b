import type { ObjectWord } from '../../language/scope.js';
import { number, object } from '../../language/valueType.js';
import { cartSum } from './cartItems.js';
import { customerOf, orderOf } from './entity.js';
import { added, code, many, moment, text } from './field.js';

export const cart: ObjectWord = {
  name: 'cart',
  doc: 'Cart of a customer on the site.',
  fields: {
    externalId: text('Id in the shop.'),
    site: code('site', 'Shop.'),
    items: many('cartItem', 'Lines.'),
    link: text('Link that restores the cart.'),
    currency: text('Currency, ISO 4217.'),
    updatedAt: moment('When it last changed.'),
    droppedAt: moment('When it was abandoned, as the CRM says.'),
    clearedAt: moment('When it was emptied.'),
    sum: added(number, 'Sum of the lines.', { source: 'items' }, cartSum),
    order: added(object('order'), 'Order made of it.', { source: 'order, looked up in the world by id' }, orderOf),
    customer: added(
      object('customer'),
      'Customer, when known.',
      { source: 'customer, looked up in the world by id' },
      customerOf,
    ),
  },
};
