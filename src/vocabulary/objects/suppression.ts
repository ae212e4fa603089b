import type { ObjectWord } from '../../language/scope.js';
import { text } from './field.js';

export const suppression: ObjectWord = {
  name: 'suppression',
  doc: 'An entry of the suppression list: an address, or the customer of the event.',
  fields: {
    address: text('E-mail address or phone number. Absent: the customer of the event.'),
    channel: text('Only by channels of this type. Absent: by any.'),
  },
};
