import type { ObjectWord } from '../../language/scope.js';
import { amount, figure, text } from './field.js';

export const loyaltyLevel: ObjectWord = {
  name: 'loyaltyLevel',
  doc: 'A level of a loyalty program.',
  fields: {
    id: figure('Id in the CRM.'),
    type: text('bonus_converting, bonus_percent or discount.'),
    name: text('Name.'),
    sum: amount('Sum of orders from which it begins.'),
    privilegeSize: amount('Privilege for goods at the normal price.'),
    privilegeSizePromo: amount('Privilege for goods on offer.'),
  },
};
