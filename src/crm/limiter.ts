import type { Timing } from './timing.js';

/** Keeps requests below the CRM's rate limit; requests pass in the order in which they asked. */
export interface Limiter {
  /** Resolves when one more request may leave. */
  pass(): Promise<void>;
  /** The CRM refused for speed: half the rate from now on, and nothing before `retryAfter` milliseconds are over. */
  refused(retryAfter?: number): void;
  /** A request went through: the rate climbs back. */
  succeeded(): void;
  /** The server announced that it does not limit. */
  lift(): void;
}

export interface Rate {
  readonly perSecond: number;
  /** Requests that may leave at once after a pause. `burst + perSecond` is the most that any one second can see. */
  readonly burst: number;
}

/** The CRM allows 10 requests in any second, and 40 below `telephony` (retailCRM API v5 reference: limits): we take all of it only in a burst. */
export const apiRate: Rate = { perSecond: 8, burst: 2 };
export const telephonyRate: Rate = { perSecond: 32, burst: 8 };

const slowest = 1 / 16;
const recovery = 1 / 32;

/** A token bucket whose rate halves with every refusal and climbs back with every success. */
export function createLimiter(rate: Rate, timing: Timing): Limiter {
  let unlimited = false;
  /** Share of the rate in use. */
  let share = 1;
  let pausedUntil = 0;
  /** When the bucket is full again. */
  let fullAt = 0;
  let queue: Promise<void> = Promise.resolve();

  async function wait(): Promise<void> {
    for (;;) {
      const now = timing.now();
      const interval = unlimited ? 0 : 1000 / (rate.perSecond * share);
      const due = unlimited ? pausedUntil : Math.max(pausedUntil, fullAt - (rate.burst - 1) * interval);
      if (due <= now) {
        fullAt = Math.max(fullAt, now) + interval;
        return;
      }
      await timing.sleep(Math.max(1, Math.ceil(due - now)));
    }
  }

  return {
    pass() {
      queue = queue.then(wait);
      return queue;
    },
    refused(retryAfter = 0) {
      unlimited = false;
      share = Math.max(slowest, share / 2);
      pausedUntil = Math.max(pausedUntil, timing.now() + retryAfter);
    },
    succeeded() {
      share = Math.min(1, share + recovery);
    },
    lift() {
      unlimited = true;
    },
  };
}
