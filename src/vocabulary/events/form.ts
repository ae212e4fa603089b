import type { EventWord } from '../word.js';

export const formEvents: readonly EventWord[] = [
  {
    name: 'form.submitted',
    doc: 'A form was sent from the site.',
    carries: { form: 'form', customer: 'customer' },
    about: 'form',
    example: { form: { code: 'callback', phone: '+79990000001', fields: { topic: 'size' } }, customer: { id: 7 } },
  },
];
