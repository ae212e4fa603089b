import { CrmError } from './errors.js';
import type { Timing } from './timing.js';

export interface RetryPolicy {
  /** How long one call may be repeated, in milliseconds. */
  readonly within: number;
  /** The same for a server that has never answered: probably the address is wrong. */
  readonly withinUnseen: number;
  /** The first pause is at most this long, each later one at most twice the last, */
  readonly base: number;
  /** and none longer than this. A pause that the server asks for is kept whatever its length. */
  readonly cap: number;
}

export const patient: RetryPolicy = { within: 60_000, withinUnseen: 3_000, base: 250, cap: 8_000 };

export interface Retry {
  readonly error: CrmError;
  /** Counts from 1. */
  readonly attempt: number;
  /** Milliseconds until the next attempt. */
  readonly pause: number;
}

export interface Attempts {
  readonly policy: RetryPolicy;
  readonly timing: Timing;
  /** Repeating it changes nothing more: every GET, and what is keyed by its content. */
  readonly idempotent: boolean;
  /** Waits for a place in the rate limit; this is nobody's fault and does not count as time spent on repeating. */
  readonly pass: () => Promise<void>;
  /** Has the server ever answered? */
  readonly seen: () => boolean;
  readonly onRetry?: (retry: Retry) => void;
}

/** Repeats a call with exponential pauses and full jitter while repeating can help and cannot harm. */
export async function withRetries<T>(attempt: () => Promise<T>, how: Attempts): Promise<T> {
  const { policy, timing } = how;
  let spent = 0;
  for (let count = 1; ; count++) {
    await how.pass();
    const began = timing.now();
    try {
      return await attempt();
    } catch (thrown) {
      if (!(thrown instanceof CrmError) || !mayRepeat(thrown, how.idempotent)) throw thrown;
      const jitter = timing.random() * Math.min(policy.cap, policy.base * 2 ** (count - 1));
      const pause = Math.ceil((thrown.retryAfter ?? 0) + jitter);
      spent += timing.now() - began;
      if (spent + pause > (how.seen() ? policy.within : policy.withinUnseen)) throw exhausted(thrown, count, spent);
      spent += pause;
      how.onRetry?.({ error: thrown, attempt: count, pause });
      await timing.sleep(pause);
    }
  }
}

/** A refused or never sent request is always safe to repeat; a lost answer only when the request is idempotent. */
function mayRepeat(error: CrmError, idempotent: boolean): boolean {
  if (error.hopeless) return false;
  if (error.reason === 'limit') return true;
  if (error.reason === 'network' || error.reason === 'timeout') return idempotent || !error.ambiguous;
  return error.reason === 'server' && idempotent && (error.status === 502 || error.status === 504);
}

function exhausted(error: CrmError, attempts: number, elapsed: number): CrmError {
  const asked = error.retryAfter === undefined ? '' : `; it asks to wait ${Math.ceil(error.retryAfter / 1000)} s more`;
  const tries = attempts === 1 ? '' : ` (${attempts} attempts in ${Math.max(1, Math.round(elapsed / 1000))} s)`;
  return tries + asked === '' ? error : error.withMessage(`${error.message}${tries}${asked}`);
}
