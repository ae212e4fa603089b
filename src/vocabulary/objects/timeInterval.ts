import type { ObjectWord } from '../../language/scope.js';
import { text } from './field.js';

export const timeInterval: ObjectWord = {
  name: 'timeInterval',
  doc: 'Time of delivery: from, to, or in words.',
  fields: {
    from: text('From, HH:MM.'),
    to: text('To, HH:MM.'),
    custom: text('In words.'),
  },
};
