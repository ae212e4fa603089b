import { done } from './attempt.js';
import type { Outgoing } from './outgoing.js';
import { factsFor, liveOf, withPerson, wordOf } from './perform.js';
import { settle } from './settle.js';
import { endRow } from './tell.js';
import { findTraces } from './viaApi.js';

/** Rows that a crash left in the middle: what cannot be repeated safely is put before a person, the rest is taken up again. */
export function recoverCutOff(outgoing: Outgoing): void {
  const { store, executors, words, clock } = outgoing;
  for (const row of store.outbox.ofState('sending'))
    store.transaction(() => {
      const { effect } = row;
      const error = 'crmctl was stopped while it was being sent';
      const resend = executors.transports.get(effect.channel ?? '')?.resend === true;
      if (resend || (wordOf(words, effect)?.idempotency ?? 'none') !== 'none')
        return store.outbox.retry(effect.id, clock(), true, error);
      endRow(outgoing, row, 'unknown', { error, result: { outcome: 'unknown', error } });
    });
}

/**
 * Looks up in the CRM what may have been carried out without our knowing, and writes nothing. This comes before the history is read: an
 * instance must learn what it did before it sees the change that it made.
 */
export async function findUncertain(outgoing: Outgoing): Promise<void> {
  const { store, executors, words } = outgoing;
  for (const row of store.outbox.uncertain()) {
    const live = liveOf(words, row.effect);
    if (live?.by !== 'api') continue;
    const effect = withPerson(row.effect, executors.findPerson);
    const values = await findTraces(executors.crm, live.procedure, effect, factsFor(outgoing, effect));
    if (values === undefined) continue;
    store.transaction(() => settle(outgoing, row, done(values)));
  }
}
