import { isObject } from '../../../model/json.js';
import { refuseEntity } from '../api/refused.js';
import type { Document } from '../store/documents.js';

/** The categories of a new account: one without a topic for each channel. */
const categories = ['email', 'sms', 'waba'].map((channel, index) => ({
  id: index + 1,
  channel,
  name: 'Без тематики',
  code: 'default_marketing',
  active: true,
  autoSubscribe: true,
  ordering: 1,
}));

interface Choice {
  readonly channel: string;
  readonly code: string;
  readonly subscribed: boolean;
  readonly changedAt: string;
}

/** What the customer chose, and for the rest what the category does by itself. */
export function showSubscriptions(customer: Document): readonly unknown[] {
  const choices = choicesOf(customer);
  return categories.map((subscription) => {
    const choice = choices.find((each) => each.channel === subscription.channel && each.code === subscription.code);
    if (choice === undefined) return { subscription, subscribed: subscription.autoSubscribe };
    return { subscription, subscribed: choice.subscribed, changedAt: choice.changedAt };
  });
}

/**
 * Lays `[{channel, subscription, active}]` over the stored choices. Leaving the e-mail category is leaving e-mail marketing, so
 * `emailMarketingUnsubscribedAt` follows.
 */
export function changeSubscriptions(customer: Document, sent: readonly Document[], at: string): Document {
  return sent.reduce<Document>((current, row, index) => {
    const category = categories.find(
      ({ channel, code }) => channel === row['channel'] && code === (row['subscription'] ?? 'default_marketing'),
    );
    if (category === undefined) return refuseEntity({ [`subscriptions[${index}]`]: 'There is no such subscription.' });
    const subscribed =
      row['active'] === true || row['active'] === 1 || row['active'] === '1' || row['active'] === 'true';
    return setChoice(current, { channel: category.channel, code: category.code, subscribed, changedAt: at });
  }, customer);
}

export function setChoice(customer: Document, choice: Choice): Document {
  const others = choicesOf(customer).filter((each) => each.channel !== choice.channel || each.code !== choice.code);
  const { emailMarketingUnsubscribedAt, ...rest } = customer;
  const changed = { ...rest, subscriptions: [...others, choice] };
  const leftAt = choice.subscribed ? undefined : (emailMarketingUnsubscribedAt ?? choice.changedAt);
  if (choice.channel !== 'email') return { ...customer, subscriptions: changed.subscriptions };
  return leftAt === undefined ? changed : { ...changed, emailMarketingUnsubscribedAt: leftAt };
}

function choicesOf(customer: Document): readonly Choice[] {
  const stored: unknown = customer['subscriptions'];
  return Array.isArray(stored) ? stored.filter((row): row is Choice => isObject(row)) : []; // `setChoice` writes them
}
