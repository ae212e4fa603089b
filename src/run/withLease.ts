import type { Instant } from '../model/instant.js';
import { inWords } from '../sqlite/problem.js';
import { LeaseLost, takeLease, type Lease } from './store/lease.js';
import { openRunnerStore, type RunnerStore } from './store.js';

const heartbeat = 30_000;

/** Another runner has the store, until then at the latest. */
export interface Busy {
  readonly ended: 'busy';
  readonly until: number;
}

/** Opens the store as its only writer; `busy` when somebody else is, also when that turns out under way. Throws `FileProblem`. */
export async function withLease<Result>(
  { file, clock }: { readonly file: string; readonly clock: () => Instant },
  work: (store: RunnerStore, lease: Lease) => Promise<Result>,
): Promise<Result | Busy> {
  const store = openRunnerStore(file, clock);
  try {
    const taken = takeLease(store.database, clock());
    if ('heldUntil' in taken) return { ended: 'busy', until: taken.heldUntil };
    const { lease } = taken;
    // A long wait for an answer must not cost the lease.
    const beat = setInterval(() => lease.tryRenew(clock()), heartbeat);
    try {
      return await work(heldBy(lease, store), lease);
    } catch (error) {
      if (error instanceof LeaseLost) return { ended: 'busy', until: lease.heldUntil() };
      throw error;
    } finally {
      clearInterval(beat);
      lease.release();
    }
  } catch (thrown) {
    throw inWords(thrown, `the automation store ${file}`);
  } finally {
    store.close();
  }
}

/** Whoever lost the lease notices in the next transaction, and nothing of it is written. */
function heldBy(lease: Lease, store: RunnerStore): RunnerStore {
  return {
    ...store,
    transaction: (work) =>
      store.transaction(() => {
        lease.assertHeld();
        return work();
      }),
  };
}
