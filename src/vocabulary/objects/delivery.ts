import type { ObjectWord } from '../../language/scope.js';
import { amount, code, moment, one, text } from './field.js';

export const delivery: ObjectWord = {
  name: 'delivery',
  doc: 'Delivery of an order.',
  fields: {
    code: code('deliveryType', 'Delivery type.'),
    integrationCode: text('Code of the delivery integration.'),
    service: one('deliveryService', 'Delivery service.'),
    data: one('deliveryData', 'Data of the delivery integration.'),
    cost: amount('What the customer pays for it.'),
    netCost: amount('What it costs the shop.'),
    date: moment('Date of delivery.'),
    time: one('timeInterval', 'Time of delivery.'),
    address: one('address', 'Where to.'),
    vatRate: text('VAT rate.'),
  },
};
