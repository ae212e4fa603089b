import type { ObjectWord } from '../../language/scope.js';
import { object } from '../../language/valueType.js';
import { customerOf } from './entity.js';
import { added, amount, figure, flag, moment, one, text } from './field.js';

export const loyaltyAccount: ObjectWord = {
  name: 'loyaltyAccount',
  doc: 'Account of a customer in a loyalty program.',
  fields: {
    id: figure('Id in the CRM.'),
    active: flag('It is in use.'),
    status: text('activated, deactivated or not_confirmed.'),
    phoneNumber: text('Phone.'),
    cardNumber: text('Number of the card.'),
    amount: amount('Bonuses that can be spent.'),
    ordersSum: amount('Sum of orders that counts for the level.'),
    nextLevelSum: figure('Sum from which the next level begins; missing at the last.'),
    createdAt: moment('When it was created.'),
    activatedAt: moment('When it was activated.'),
    confirmedPhoneAt: moment('When the phone was confirmed.'),
    lastCheckId: text('Last check of the phone by SMS.'),
    level: one('loyaltyLevel', 'Level.'),
    loyaltyLevelId: figure('Id of the level.'),
    loyalty: one('loyalty', 'Program.'),
    customFields: one('loyaltyAccountCustomFields', 'Custom fields of loyalty accounts, by code.'),
    customer: added(
      object('customer'),
      'Customer, as known now.',
      { source: 'customer, looked up in the world by id' },
      customerOf,
    ),
  },
};
