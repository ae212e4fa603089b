import type { AutomationClient } from '../crm/automation.js';
import { CrmError } from '../crm/errors.js';
import { mayBeAlive } from '../machine/owner.js';
import type { LockHolder } from '../model/release.js';

const lockSeconds = 120;
const heartbeatMilliseconds = 30_000;

export interface HeldLock {
  /** Why nothing more may be written: somebody else has it, or nobody can say. Asks when it has not heard for too long. */
  problem(): Promise<string | undefined>;
}

export interface Locking {
  readonly automation: Pick<AutomationClient, 'lock' | 'unlock'>;
  readonly owner: string;
  /** Whose work is continued: what it still holds is free when its process is dead. */
  readonly predecessor?: string;
}

/** Does the work as the only apply of the environment, however long a single answer takes; else says who is. */
export async function withLock<Result>(
  { automation, owner, predecessor }: Locking,
  work: (lock: HeldLock) => Promise<Result>,
): Promise<Result | { readonly is: 'locked'; readonly holder: LockHolder | undefined }> {
  if (predecessor !== undefined && !mayBeAlive(predecessor)) await unlessOthers(() => automation.unlock(predecessor));
  let sureUntil = 0;
  const take = async (): Promise<void> => {
    const asked = Date.now();
    await automation.lock(owner, lockSeconds);
    sureUntil = asked + lockSeconds * 1000;
  };
  const refusal = await unlessOthers(take);
  if (refusal) return { is: 'locked', holder: holderIn(refusal) };

  let trouble: unknown;
  let renewing: Promise<void> | undefined;
  const renew = (): Promise<void> =>
    (renewing ??= take()
      .catch((error: unknown) => {
        const isPassing = error instanceof CrmError && error.reason !== 'conflict' && Date.now() < sureUntil;
        if (!isPassing) trouble ??= error;
      })
      .finally(() => (renewing = undefined)));
  const heartbeat = setInterval(() => void renew(), heartbeatMilliseconds);
  try {
    return await work({
      async problem() {
        if (trouble === undefined && Date.now() >= sureUntil) await renew();
        if (trouble === undefined) return undefined;
        if (trouble instanceof CrmError) return trouble.message;
        throw trouble;
      },
    });
  } finally {
    clearInterval(heartbeat);
    await renewing; // taken after it was given back it would last
    await automation.unlock(owner).catch(() => undefined); // it ends by itself
  }
}

/** The refusal, when it is because somebody else has the lock. */
async function unlessOthers(ask: () => Promise<void>): Promise<CrmError | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    if (error instanceof CrmError && error.reason === 'conflict') return error;
    throw error;
  }
}

function holderIn({ answer }: CrmError): LockHolder | undefined {
  const { owner, since, ttlSeconds } = answer ?? {};
  return typeof owner === 'string' && typeof since === 'string'
    ? { owner, since, ttlSeconds: Number(ttlSeconds) }
    : undefined;
}
