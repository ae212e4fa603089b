import type { Outgoing } from './outbox/outgoing.js';
import { wordOf } from './outbox/perform.js';
import { triggerOf } from './outbox/triggerOf.js';
import { spreadMessages } from './spread.js';
import type { OutboxRow } from './store/outbox.js';

/** How many messages would reach customers for the first time: those that are due, and those that were spread (docs/operations.md#after-downtime). */
export function countBacklog(outgoing: Outgoing): number {
  return untried(outgoing).length + spreadMessages(outgoing.store);
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
