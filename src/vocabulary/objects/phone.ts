import type { ObjectWord } from '../../language/scope.js';
import { text } from './field.js';

export const phone: ObjectWord = {
  name: 'phone',
  doc: 'A phone of a customer.',
  fields: { number: text('Number.') },
};
