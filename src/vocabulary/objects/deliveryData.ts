import type { ObjectWord } from '../../language/scope.js';
import { any } from '../../language/valueType.js';
import { text } from './field.js';

export const deliveryData: ObjectWord = {
  name: 'deliveryData',
  doc: 'Data of a delivery integration; beyond these members they depend on the integration.',
  fields: {
    trackNumber: text('Track number.'),
    status: text('Status at the delivery service.'),
    pickuppointAddress: text('Address of the pick-up point.'),
    payerType: text('Who pays the delivery service.'),
  },
  rest: any,
};
