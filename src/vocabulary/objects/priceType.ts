import type { ObjectWord } from '../../language/scope.js';
import { code } from './field.js';

export const priceType: ObjectWord = {
  name: 'priceType',
  doc: 'Price type of a line.',
  fields: { code: code('priceType', 'Code.') },
};
