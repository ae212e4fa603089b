import type { Timing } from '../../src/crm/timing.js';

export interface VirtualTiming extends Timing {
  /** Every pause that was slept, in order. */
  readonly pauses: number[];
}

/** A clock that jumps instead of waiting. `dice` gives the jitter. */
export function virtualTiming(dice: () => number = () => 0.5): VirtualTiming {
  let now = 0;
  const pauses: number[] = [];
  return {
    pauses,
    now: () => now,
    sleep(milliseconds) {
      now += milliseconds;
      pauses.push(milliseconds);
      return Promise.resolve();
    },
    random: dice,
  };
}
