import type { Effect } from '../model/effect.js';
import { day } from '../model/zone.js';
import type { PolicyRole } from '../vocabulary/roles/index.js';
import type { Vocabulary } from '../vocabulary/word.js';
import type { Warning } from './warning.js';

/** Watches the thresholds of the Policy's `report`. */
export interface Thresholds {
  /** An effect's last outcome, in the order of time. */
  take(effect: Effect): void;
  found(): ThresholdsFound;
}

/** What was found in a log, or in the share of some customers. */
export interface ThresholdsFound {
  readonly messages: readonly { readonly trigger: string; readonly done: number; readonly heldBack: number }[];
  /** Customers who get more than `perCustomer`. */
  readonly pressed: readonly string[];
}

interface Messages {
  done: number;
  heldBack: number;
}

export function watchThresholds({ report }: PolicyRole, words: Vocabulary): Thresholds {
  const types = new Set(words.actions.filter(({ live }) => live.by === 'channel').map(({ name }) => name));
  const byTrigger = new Map<string, Messages>();
  const latest = new Map<string, number[]>();
  const pressed = new Set<string>();
  const { perCustomer } = report;

  /** More than `perCustomer` within seven days: the one that is so many before this one is younger than that. */
  const press = (customer: string, at: number, most: number): void => {
    const known = latest.get(customer) ?? [];
    if (known.length === most && known[0]! > at - 7 * day) pressed.add(customer);
    latest.set(customer, [...known, at].slice(-most));
  };
  return {
    take({ type, trigger, outcome, customer, key, at }) {
      if (!types.has(type)) return;
      const messages = byTrigger.get(trigger) ?? { done: 0, heldBack: 0 };
      byTrigger.set(trigger, messages);
      if (outcome === 'done') messages.done++;
      else messages.heldBack++;
      if (outcome === 'done' && perCustomer !== undefined) press(customer ?? key, at, perCustomer);
    },
    found: () => ({
      messages: [...byTrigger].map(([trigger, messages]) => ({ trigger, ...messages })),
      pressed: [...pressed],
    }),
  };
}

/** The shares of a log together. */
export function thresholdWarnings({ report }: PolicyRole, shares: readonly ThresholdsFound[]): readonly Warning[] {
  const { skipped, perCustomer } = report;
  const byTrigger = new Map<string, Messages>();
  for (const { trigger, done, heldBack } of shares.flatMap(({ messages }) => messages)) {
    const known = byTrigger.get(trigger) ?? { done: 0, heldBack: 0 };
    byTrigger.set(trigger, { done: known.done + done, heldBack: known.heldBack + heldBack });
  }
  const pressed = shares.flatMap((share) => share.pressed).sort();
  return [
    ...(skipped === undefined
      ? []
      : [...byTrigger]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .flatMap(([address, messages]) => heldBackWarning(address, messages, skipped))),
    ...(pressed.length === 0 ? [] : [pressureWarning(pressed, perCustomer!)]),
  ];
}

function heldBackWarning(address: string, { done, heldBack }: Messages, limit: number): readonly Warning[] {
  const all = done + heldBack;
  if (heldBack <= all * limit) return [];
  const message = `${heldBack} of ${all} messages (${percent(heldBack / all)}) were held back, more than report.skipped of the Policy (${percent(limit)})`;
  return [{ code: 'held-back', message, address }];
}

function pressureWarning(customers: readonly string[], limit: number): Warning {
  const who = customers.length === 1 ? 'customer gets' : 'customers get';
  return {
    code: 'pressure',
    message: `${customers.length} ${who} more than ${limit} messages within seven days (report.perCustomer of the Policy), such as customer/${customers[0]!}`,
    address: null,
  };
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`;
}
