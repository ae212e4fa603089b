import type { ObjectWord } from '../../language/scope.js';
import { any } from '../../language/valueType.js';
import { code, map, text } from './field.js';

export const form: ObjectWord = {
  name: 'form',
  doc: 'A form that was sent from the site.',
  fields: {
    code: text('Code of the form.'),
    name: text('Name of the form.'),
    url: text('Page from which it was sent.'),
    site: code('site', 'Shop.'),
    email: text('E-mail that was entered.'),
    phone: text('Phone that was entered.'),
    fields: map(any, 'What was entered, by field.'),
  },
};
