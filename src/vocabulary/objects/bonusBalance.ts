import type { ObjectWord } from '../../language/scope.js';
import { timestamp } from '../../language/valueType.js';
import { amount } from './field.js';

export const bonusBalance: ObjectWord = {
  name: 'bonusBalance',
  doc: 'Bonuses of a customer in a program: what `bonus("code")` gives.',
  fields: {
    active: amount('Can be spent now.'),
    pending: amount('Given, to be spent later.'),
    spent: amount('Spent so far.'),
    nextExpiry: { type: timestamp, doc: 'When the next of the active ones expire.' },
  },
};
