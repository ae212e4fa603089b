import type { ObjectWord } from '../../language/scope.js';
import { figure, flag, many, moment, text } from './field.js';

export const loyalty: ObjectWord = {
  name: 'loyalty',
  doc: 'A loyalty program of the CRM.',
  fields: {
    id: figure('Id in the CRM.'),
    name: text('Name.'),
    active: flag('It runs.'),
    blocked: flag('It is blocked.'),
    currency: text('Currency, ISO 4217.'),
    levels: many('loyaltyLevel', 'Levels.'),
    confirmSmsCharge: flag('Spending is confirmed by SMS.'),
    confirmSmsRegistration: flag('Joining is confirmed by SMS.'),
    createdAt: moment('When it was created.'),
    activatedAt: moment('When it was activated.'),
    deactivatedAt: moment('When it was stopped.'),
    blockedAt: moment('When it was blocked.'),
  },
};
