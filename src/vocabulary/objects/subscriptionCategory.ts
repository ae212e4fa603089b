import type { ObjectWord } from '../../language/scope.js';
import { figure, flag, text } from './field.js';

export const subscriptionCategory: ObjectWord = {
  name: 'subscriptionCategory',
  doc: 'Channel and subject of a subscription.',
  fields: {
    id: figure('Id in the CRM.'),
    channel: text('Channel: email, sms, waba …'),
    name: text('Name.'),
    code: text('Code.'),
    active: flag('It is in use.'),
    autoSubscribe: flag('New customers are subscribed.'),
    ordering: figure('Place in the list.'),
  },
};
