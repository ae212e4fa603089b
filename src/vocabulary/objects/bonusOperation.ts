import type { ObjectWord } from '../../language/scope.js';
import { amount, free, moment, text } from './field.js';

export const bonusOperation: ObjectWord = {
  name: 'bonusOperation',
  doc: 'A movement on a loyalty account.',
  fields: {
    type: text(
      'credit_for_order, credit_for_event, credit_manual, charge_for_order, charge_manual, burn, cancel_of_charge or cancel_of_credit.',
    ),
    createdAt: moment('When it happened.'),
    amount: amount('Bonuses; negative when spent or burnt.'),
    order: free('Order that it belongs to.'),
    bonus: free('The lot: activationDate, expireDate.'),
    event: free('Loyalty event that it belongs to.'),
    loyaltyAccount: free('Account, by id.'),
    loyalty: free('Program, by id.'),
    comment: text('Comment.'),
    program: text('Code of the Program, when crmctl moved them.'),
  },
};
