import type { EventWord } from '../word.js';

export const subscriptionEvents: readonly EventWord[] = [
  {
    name: 'subscription.changed',
    doc: 'A customer subscribed or unsubscribed.',
    carries: { subscription: 'customerSubscription', customer: 'customer' },
    about: 'subscription',
    example: {
      subscription: { subscription: { id: 2, channel: 'email', code: 'default_marketing' }, subscribed: false },
      customer: { id: 7 },
    },
  },
];
