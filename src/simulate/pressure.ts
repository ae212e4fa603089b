import { leavesWindow } from '../engine/messages/admit.js';
import { zoneFor } from '../engine/time/zone.js';
import type { Ambient } from '../language/scope.js';
import type { Effect } from '../model/effect.js';
import type { Instant } from '../model/instant.js';
import { day } from '../model/zone.js';
import type { PolicyRole } from '../vocabulary/roles/index.js';
import type { Counts } from './tally.js';

/** How much reached the customers by one class of messages, and whether the Policy's caps held. */
export interface PressureResult {
  readonly class: string;
  /** Who got at least one message. */
  readonly customers: number;
  readonly messages: number;
  /** Most messages to one customer in any 24 hours, and in any seven days. */
  readonly mostInDay: number;
  readonly mostInWeek: number;
  /** Customers by the number of messages in their fullest seven days. */
  readonly fullestWeek: Counts;
  readonly caps: readonly { readonly cap: string; readonly most: number; readonly ok: boolean }[];
}

/** Collects the messages that reached customers. */
export interface Pressure {
  take(effect: Effect): void;
  results(): readonly PressureResult[];
}

interface Recipient {
  readonly zone: string;
  readonly sent: Instant[];
}

/** `classes`: class of messages by address of the trigger; what it counts is done effects that went by a channel. */
export function watchPressure(options: {
  readonly classes: ReadonlyMap<string, string>;
  readonly policy: PolicyRole;
  readonly ambient: () => Ambient;
}): Pressure {
  const byClass = new Map<string, Map<string, Recipient>>();
  return {
    take({ trigger, outcome, channel, customer, order, key, at }) {
      const name = options.classes.get(trigger);
      if (name === undefined || outcome !== 'done' || channel === undefined) return;
      const recipients = byClass.get(name) ?? new Map<string, Recipient>();
      byClass.set(name, recipients);
      const who = customer ?? key;
      const known = recipients.get(who);
      if (known) known.sent.push(at);
      else recipients.set(who, { zone: zoneFor(options.ambient(), { order, customer }), sent: [at] });
    },
    results: () =>
      [...byClass]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, recipients]) => resultOf(name, [...recipients.values()], options.policy)),
  };
}

/** The shares of some customers each together. */
export function allPressure(shares: readonly (readonly PressureResult[])[]): readonly PressureResult[] {
  const byClass = new Map<string, PressureResult>();
  for (const each of shares.flat()) {
    const known = byClass.get(each.class);
    byClass.set(each.class, known === undefined ? each : together(known, each));
  }
  return [...byClass.values()].sort((a, b) => (a.class < b.class ? -1 : 1));
}

function together(a: PressureResult, b: PressureResult): PressureResult {
  const fullestWeek: Record<string, number> = { ...a.fullestWeek };
  for (const [count, customers] of Object.entries(b.fullestWeek))
    fullestWeek[count] = (fullestWeek[count] ?? 0) + customers;
  return {
    class: a.class,
    customers: a.customers + b.customers,
    messages: a.messages + b.messages,
    mostInDay: Math.max(a.mostInDay, b.mostInDay),
    mostInWeek: Math.max(a.mostInWeek, b.mostInWeek),
    fullestWeek,
    caps: a.caps.map(({ cap, most, ok }, index) => {
      const other = b.caps[index]!; // of the same Policy
      return { cap, most: Math.max(most, other.most), ok: ok && other.ok };
    }),
  };
}

function resultOf(name: string, recipients: readonly Recipient[], policy: PolicyRole): PressureResult {
  for (const { sent } of recipients) sent.sort((a, b) => a - b);
  const most = (leaves: (at: Instant, zone: string) => number): readonly number[] =>
    recipients.map(({ sent, zone }) => fullest(sent, (at) => leaves(at, zone)));
  const weeks = most((at) => at + 7 * day);
  const fullestWeek: Record<string, number> = {};
  for (const count of weeks.toSorted((a, b) => a - b)) fullestWeek[count] = (fullestWeek[count] ?? 0) + 1;
  return {
    class: name,
    customers: recipients.length,
    messages: recipients.reduce((sum, { sent }) => sum + sent.length, 0),
    mostInDay: highest(most((at) => at + day)),
    mostInWeek: highest(weeks),
    fullestWeek,
    caps: (policy.classes.get(name)?.caps ?? []).map(({ count, window, text }) => {
      const reached = highest(most((at, zone) => leavesWindow(at, window, zone)));
      return { cap: text, most: reached, ok: reached <= count };
    }),
  };
}

/** The largest number of messages of which none has left the window of the first when the last is sent. */
function fullest(sent: readonly Instant[], leaves: (at: Instant) => number): number {
  let [first, most] = [0, 0];
  sent.forEach((at, last) => {
    while (leaves(sent[first]!) <= at) first++;
    most = Math.max(most, last - first + 1);
  });
  return most;
}

function highest(counts: readonly number[]): number {
  return counts.reduce((a, b) => Math.max(a, b), 0);
}
