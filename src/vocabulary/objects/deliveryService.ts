import type { ObjectWord } from '../../language/scope.js';
import { code, flag, text } from './field.js';

export const deliveryService: ObjectWord = {
  name: 'deliveryService',
  doc: 'A service of a delivery type.',
  fields: {
    code: code('deliveryService', 'Code.'),
    name: text('Name.'),
    active: flag('It is in use.'),
    deliveryType: code('deliveryType', 'Delivery type to which it belongs.'),
  },
};
