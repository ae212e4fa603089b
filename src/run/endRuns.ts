import { superseded, supersededBy } from '../engine/index.js';
import { withdraw } from './outbox/hold.js';
import type { Obeying } from './outbox/outgoing.js';
import { feed } from './turns.js';

/** Ends instances, and what they handed over that has not gone out yet. Within a transaction. */
export function endRuns(obeying: Obeying, ids: readonly string[], why: string): void {
  const { program, store, clock, counts } = obeying;
  const now = clock();
  for (const id of ids) {
    const wait = store.state.instance(id)?.wait;
    feed(program, store, { kind: 'cancel', instance: id, reason: why }, now, now, counts);
    const row = wait !== undefined && 'effect' in wait ? store.outbox.find(wait.effect) : undefined;
    if (row !== undefined && ['reserved', 'retry', 'deferred'].includes(row.state)) withdraw(obeying, row, why);
  }
}

/** Ends the runs that a new release cancels (docs/operations.md#change-what-runs), before any of them can go on. */
export function endSuperseded(obeying: Obeying): void {
  const { program, store } = obeying;
  const ids = superseded(program, store.state);
  if (ids.length === 0) return;
  store.transaction(() => endRuns(obeying, ids, supersededBy));
}
