import type { ObjectWord } from '../../language/scope.js';
import { figure, flag, text } from './field.js';

export const userGroup: ObjectWord = {
  name: 'userGroup',
  doc: 'A group of employees.',
  fields: {
    id: figure('Id in the CRM.'),
    code: text('Code.'),
    name: text('Name.'),
    signatureTemplate: text('Signature of letters.'),
    isManager: flag('Managers.'),
    isPosManager: flag('Cashiers.'),
    isDeliveryMen: flag('Couriers.'),
  },
};
