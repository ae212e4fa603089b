import type { ObjectWord } from '../../language/scope.js';
import { boolean } from '../../language/valueType.js';
import { added, amount, code, figure, moment, readOnly, text } from './field.js';

export const payment: ObjectWord = {
  name: 'payment',
  doc: 'A payment of an order.',
  fields: {
    id: readOnly(figure('Id in the CRM.'), 'the CRM gives it; an id of your own is externalId'),
    status: code('paymentStatus', 'Status.'),
    type: code('paymentType', 'Type.'),
    externalId: text('Id in the shop.'),
    amount: amount('Sum.'),
    paidAt: moment('When it was paid.'),
    comment: text('Comment.'),
    isPaid: added(
      boolean,
      'Its status counts as paid.',
      {
        source: 'status and the payment statuses marked paymentComplete',
        lookahead: 'which statuses count as paid is today’s',
      },
      (payment, ambient) => ambient.facts.paidStatuses.has(String(payment['status'])),
    ),
  },
};
