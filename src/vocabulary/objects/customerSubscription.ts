import type { ObjectWord } from '../../language/scope.js';
import { flag, moment, one } from './field.js';

export const customerSubscription: ObjectWord = {
  name: 'customerSubscription',
  doc: 'Whether a customer takes messages of one channel and subject.',
  fields: {
    subscription: one('subscriptionCategory', 'Channel and subject.'),
    subscribed: flag('Subscribed.'),
    changedAt: moment('When that changed.'),
  },
};
