import type { EventWord } from '../word.js';

const outcomes = [
  ['accepted', 'A provider took a message.'],
  ['delivered', 'A message reached the customer.'],
  ['opened', 'A customer opened a message.'],
  ['clicked', 'A customer clicked a link in a message (`message.url`).'],
  ['replied', 'A customer answered a message.'],
  ['bounced', 'A message came back (`message.permanent`: the address will never work).'],
  ['failed', 'A message could not be sent.'],
  ['complained', 'A customer marked a message as spam.'],
  ['unsubscribed', 'A customer unsubscribed by a message.'],
] as const;

/** What becomes of a message. */
export const messageEvents: readonly EventWord[] = outcomes.map(([status, doc]) => ({
  name: `message.${status}`,
  doc,
  carries: { message: 'message', customer: 'customer', order: 'order' },
  about: 'message',
  example: {
    message: { id: 81, channel: 'email', template: 'order-thanks', status },
    customer: { id: 7 },
    order: { id: 17 },
  },
}));
