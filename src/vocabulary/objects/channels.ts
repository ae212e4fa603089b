import { instant, type Instant } from '../../model/instant.js';
import type { Ambient, Entity } from '../../language/scope.js';
import { entitiesOf } from './entity.js';
import { momentOf } from '../../language/moment.js';
import { phoneOf } from './phones.js';

const answered = new Set(['opened', 'clicked', 'replied']);
const window = 180 * 86_400_000;

/**
 * Channel types by which the customer can be reached now: an address that is not unsubscribed as a whole. First the
 * one with the highest share of answered messages in the last 180 days; equal ones in the order of `usable`.
 */
export function channelsOf(customer: Entity, ambient: Ambient): readonly string[] {
  const shares = answerShares(customer, ambient);
  return usable
    .filter(({ reaches }) => reaches(customer))
    .map(({ type }) => type)
    .sort((a, b) => (shares.get(b) ?? 0) - (shares.get(a) ?? 0));
}

const usable: readonly { readonly type: string; readonly reaches: (customer: Entity) => boolean }[] = [
  { type: 'email', reaches: (customer) => filled(customer['email']) && !unsubscribed(customer) },
  { type: 'sms', reaches: (customer) => phoneOf(customer) !== undefined },
  { type: 'messenger', reaches: (customer) => entitiesOf(customer['mgCustomers']).length > 0 },
  { type: 'voice', reaches: (customer) => phoneOf(customer) !== undefined },
];

function unsubscribed(customer: Entity): boolean {
  return filled(customer['emailMarketingUnsubscribedAt']) || customer['subscribed'] === false;
}

/** Answered ÷ sent per channel, from the messages that the world keeps with the customer. */
function answerShares(customer: Entity, ambient: Ambient): ReadonlyMap<string, number> {
  const counts = new Map<string, { sent: number; answered: number }>();
  for (const message of entitiesOf(customer['messages'])) {
    const channel = message['channel'];
    const at = momentOf(message['sentAt'], ambient.zone);
    if (typeof channel !== 'string' || at === undefined || at < ambient.now - window) continue;
    const count = counts.get(channel) ?? { sent: 0, answered: 0 };
    counts.set(channel, count);
    count.sent += 1;
    if (answered.has(String(message['status']))) count.answered += 1;
  }
  return new Map([...counts].map(([channel, count]) => [channel, count.answered / count.sent]));
}

/** When messages become too old to count. */
export function channelsChange(customer: Entity, ambient: Ambient): readonly Instant[] {
  return entitiesOf(customer['messages'])
    .map((message) => momentOf(message['sentAt'], ambient.zone))
    .filter((at) => at !== undefined)
    .map((at) => instant(at + window + 1));
}

function filled(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
