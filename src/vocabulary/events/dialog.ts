import type { EventWord } from '../word.js';

export const dialogEvents: readonly EventWord[] = [
  {
    name: 'dialog.message',
    doc: 'Somebody wrote in a chat (`message.from`: customer, user or bot).',
    carries: { dialog: 'dialog', message: 'message', customer: 'customer', order: 'order' },
    about: 'dialog',
    example: {
      dialog: { id: 71, channel: 'whatsapp' },
      message: { id: 72, from: 'customer', text: 'Where is my order?' },
      customer: { id: 7 },
    },
  },
];
