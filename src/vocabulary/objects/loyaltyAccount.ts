import type { ObjectWord } from '../../language/scope.js';
import { object } from '../../language/valueType.js';
import { customerOf } from './entity.js';
import { added, amount, figure, flag, moment, one, readOnly, text } from './field.js';

export const loyaltyAccount: ObjectWord = {
  name: 'loyaltyAccount',
  doc: 'Account of a customer in a loyalty program.',
  fields: {
    id: readOnly(figure('Id in the CRM.'), 'the CRM gives it'),
    active: readOnly(flag('It is in use.'), 'an account is activated in the CRM'),
    status: readOnly(text('activated, deactivated or not_confirmed.'), 'an account is activated in the CRM'),
    phoneNumber: text('Phone.'),
    cardNumber: text('Number of the card.'),
    amount: readOnly(amount('Bonuses that can be spent.'), 'bonuses are credited and charged by the action `bonus`'),
    ordersSum: readOnly(amount('Sum of orders that counts for the level.'), 'it follows from the orders'),
    nextLevelSum: readOnly(
      figure('Sum from which the next level begins; missing at the last.'),
      'it follows from the level',
    ),
    createdAt: readOnly(moment('When it was created.'), 'the CRM notes it'),
    activatedAt: readOnly(moment('When it was activated.'), 'the CRM notes it'),
    confirmedPhoneAt: readOnly(moment('When the phone was confirmed.'), 'the CRM notes it'),
    lastCheckId: readOnly(text('Last check of the phone by SMS.'), 'the CRM notes it'),
    level: readOnly(one('loyaltyLevel', 'Level.'), 'set loyaltyAccount.loyaltyLevelId'),
    loyaltyLevelId: figure('Id of the level.'),
    loyalty: readOnly(one('loyalty', 'Program.'), 'an account belongs to the program in which it was made'),
    customFields: one('loyaltyAccountCustomFields', 'Custom fields of loyalty accounts, by code.'),
    customer: added(
      object('customer'),
      'Customer, as known now.',
      { source: 'customer, looked up in the world by id' },
      customerOf,
    ),
  },
};
