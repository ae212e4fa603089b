import type { ObjectWord } from '../../language/scope.js';
import { amount, code, figure, flag, moment, text } from './field.js';

export const segment: ObjectWord = {
  name: 'segment',
  doc: 'A named population of customers.',
  fields: {
    id: figure('Id in the CRM.'),
    code: code('segment', 'Code.'),
    name: text('Name.'),
    createdAt: moment('When it was created.'),
    isDynamic: flag('Membership follows from a condition.'),
    customersCount: amount('Members, as the CRM says.'),
    active: flag('It is in use.'),
  },
};
