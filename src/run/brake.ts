import type { Outgoing } from './outbox/outgoing.js';
import { wordOf } from './outbox/perform.js';
import { triggerOf } from './outbox/triggerOf.js';
import { spreadMessages } from './spread.js';
import type { OutboxRow } from './store/outbox.js';

/** Messages that would reach customers for the first time (docs/operations.md#after-downtime). */
export interface Backlog {
  readonly messages: number;
  /** Of them those that were spread over time; the others are due. */
  readonly spread: number;
  /** Those that are due, by trigger and channel, as a back-test counts them. */
  readonly triggers: readonly { readonly address: string; readonly messages: Readonly<Record<string, number>> }[];
}

export function backlogOf(outgoing: Outgoing): Backlog {
  const due = untried(outgoing);
  const spread = spreadMessages(outgoing.store);
  const byTrigger = Object.entries(Object.groupBy(due, ({ effect }) => effect.trigger));
  return {
    messages: due.length + spread,
    spread,
    triggers: byTrigger
      .map(([address, rows = []]) => ({ address, messages: byChannel(rows) }))
      .sort((a, b) => (a.address < b.address ? -1 : 1)),
  };
}

function byChannel(rows: readonly OutboxRow[]): Readonly<Record<string, number>> {
  const channels = Object.entries(Object.groupBy(rows, ({ effect }) => effect.channel ?? effect.type));
  return Object.fromEntries(channels.map(([channel, of = []]) => [channel, of.length] as const).sort());
}

/** Somebody approved what the brake held back: how late marketing is counts from now on; service stays as late as it is. */
export function letBacklogGo(outgoing: Outgoing): void {
  const { store, clock } = outgoing;
  store.transaction(() => {
    for (const { effect } of untried(outgoing))
      if (triggerOf(outgoing, effect)?.class === 'marketing') store.outbox.countFrom(effect.id, clock());
  });
}

/** A repetition was counted when it was new, and so was what only waits for its turn in a rate. */
function untried({ store, words, clock }: Outgoing): readonly OutboxRow[] {
  return store.outbox
    .due(clock())
    .filter(
      ({ effect, attempts, error }) =>
        attempts === 0 && error !== 'rate' && wordOf(words, effect)?.reaches === 'customer',
    );
}
