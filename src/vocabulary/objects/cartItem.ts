import type { ObjectWord } from '../../language/scope.js';
import { number } from '../../language/valueType.js';
import { cartItemSum } from './cartItems.js';
import { added, amount, figure, one } from './field.js';

export const cartItem: ObjectWord = {
  name: 'cartItem',
  doc: 'A line of a cart.',
  fields: {
    id: figure('Id of the line.'),
    offer: one('offer', 'What is in the cart.'),
    quantity: amount('Pieces.'),
    price: amount('Price of one unit.'),
    sum: added(number, 'What the line costs.', { source: 'quantity × price' }, cartItemSum),
  },
};
