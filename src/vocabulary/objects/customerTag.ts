import type { ObjectWord } from '../../language/scope.js';
import { flag, text } from './field.js';

export const customerTag: ObjectWord = {
  name: 'customerTag',
  doc: 'A tag of a customer.',
  fields: {
    name: text('Name.'),
    color: text('Colour.'),
    attached: flag('It was attached by an employee.'),
  },
};
