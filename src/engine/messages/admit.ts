import type { Entity } from '../../language/scope.js';
import { longestOf, type Duration } from '../../model/duration.js';
import { instant, type Instant } from '../../model/instant.js';
import { isObject } from '../../model/json.js';
import {
  addToLocal,
  fromLocal,
  fromLocalSince,
  localTime,
  startOfDay,
  toLocal,
  type LocalTime,
} from '../../model/zone.js';
import type { Reason } from '../../vocabulary/reasons.js';
import type { ClassRules, PolicyRole } from '../../vocabulary/roles/index.js';

/** Whether a message may go now; every stop has one reason code (docs/engine.md#whether-a-message-may-go). */
export type Clearance =
  | { readonly may: 'send' }
  | { readonly may: 'defer'; readonly until: Instant; readonly reason: Reason }
  | { readonly may: 'skip'; readonly reason: Reason };

export interface Candidate {
  readonly class: string;
  /** Of the recipient. */
  readonly zone: string;
  /** Messages that were let through to the customer, oldest first. */
  readonly sent: readonly { readonly class: string; readonly at: Instant }[];
}

const send: Clearance = { may: 'send' };

/** Quiet hours, then caps, both in the recipient's zone; always by the current Policy. */
export function admit(policy: PolicyRole, candidate: Candidate, now: Instant): Clearance {
  const rules = policy.classes.get(candidate.class);
  if (rules === undefined) return send;
  const { zone } = candidate;
  return quietHours(rules, now, zone) ?? caps(rules, candidate, now, zone) ?? send;
}

function quietHours({ quiet, onQuiet }: ClassRules, now: Instant, zone: string): Clearance | undefined {
  if (quiet === undefined) return undefined;
  const local = toLocal(zone, now);
  const midnight = startOfDay(local);
  const clock = local - midnight;
  const overMidnight = quiet.from >= quiet.to;
  const inside = overMidnight ? clock >= quiet.from || clock < quiet.to : clock >= quiet.from && clock < quiet.to;
  if (!inside) return undefined;
  if (onQuiet === 'skip') return { may: 'skip', reason: 'quiet' };
  const nextMidnight = addToLocal(midnight, 0, overMidnight && clock >= quiet.from ? 1 : 0);
  return { may: 'defer', until: fromLocalSince(zone, localTime(nextMidnight + quiet.to), now), reason: 'quiet' };
}

/** A cap is a window that rolls, `3/7d` = never more than three in any seven local days, or a period of the calendar: `5/week`. */
function caps(
  { caps: limits, onCap }: ClassRules,
  { sent, class: name }: Candidate,
  now: Instant,
  zone: string,
): Clearance | undefined {
  let until: Instant | undefined;
  for (const { count, window } of limits) {
    const inWindow = sent.filter((message) => message.class === name && leavesWindow(message.at, window, zone) > now);
    if (inWindow.length < count) continue;
    const free = leavesWindow(inWindow[inWindow.length - count]!.at, window, zone);
    if (until === undefined || free > until) until = free;
  }
  if (until === undefined) return undefined;
  return onCap === 'skip' ? { may: 'skip', reason: 'cap' } : { may: 'defer', until, reason: 'cap' };
}

/** When a message that was sent then no longer counts for a cap of this window. */
export function leavesWindow(at: Instant, window: ClassRules['caps'][number]['window'], zone: string): Instant {
  if (window.clock === 'elapsed') return instant(at + window.milliseconds);
  const local = toLocal(zone, at);
  if (window.clock === 'period') return fromLocal(zone, nextPeriod(startOfDay(local), window.period));
  return fromLocal(zone, addToLocal(local, window.months, window.days));
}

/** The midnight at which the day, the week (from Monday) or the month after this one begins. */
function nextPeriod(today: LocalTime, period: 'day' | 'week' | 'month'): LocalTime {
  const date = new Date(today);
  if (period === 'day') return addToLocal(today, 0, 1);
  if (period === 'week') return addToLocal(today, 0, 7 - ((date.getUTCDay() + 6) % 7));
  return localTime(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
}

const longestPeriod: Duration = { clock: 'calendar', months: 1, days: 0 };

/** The earliest message that any cap of the class still looks at. */
export function capHorizon(policy: PolicyRole, name: string, now: Instant): Instant {
  const longest = Math.max(
    0,
    ...(policy.classes.get(name)?.caps ?? []).map(({ window }) =>
      longestOf(window.clock === 'period' ? longestPeriod : window),
    ),
  );
  return instant(now - longest);
}

/** Whether the customer agreed to be written to by a channel of this type. Silence is consent; a withdrawal is not. */
export function hasConsent(customer: Entity | undefined, channelType: string): boolean {
  if (customer === undefined) return true;
  if (channelType === 'email' && (customer['emailMarketingUnsubscribedAt'] ?? null) !== null) return false;
  if (customer['subscribed'] === false && channelType === 'email') return false;
  if (!Array.isArray(customer['customerSubscriptions'])) return true;
  const subscriptions = customer['customerSubscriptions'].filter(isObject);
  const ofChannel = subscriptions.filter(
    ({ subscription }) => isObject(subscription) && subscription['channel'] === channelType,
  );
  return ofChannel.length === 0 || ofChannel.some(({ subscribed }) => subscribed === true);
}
