import type { Instant } from '../../model/instant.js';
import type { DemoCustomer } from '../customers.js';
import type { Happening } from '../happening.js';
import type { Telling } from './telling.js';

/** A form of the site, or a subscription that is taken or given up. */
export function formStory(customer: DemoCustomer, at: Instant, { dice }: Telling): readonly Happening[] {
  const who = { customer: { id: customer.id } };
  const subject = `customer/${customer.id}`;
  if (dice.chance(0.5)) {
    const form = {
      code: dice.pick(['callback', 'price-list', 'news-form', 'partner-form']),
      phone: customer.phones[0]?.number,
    };
    return [{ at, type: 'form.submitted', subject, data: { form, ...who } }];
  }
  const subscription = {
    subscription: { id: 2, channel: 'email', code: 'default_marketing' },
    subscribed: dice.chance(0.7),
  };
  return [{ at, type: 'subscription.changed', subject, data: { subscription, ...who } }];
}
