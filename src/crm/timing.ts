/** The clock and the dice of the client, injected so that tests need neither to wait nor to hope. */
export interface Timing {
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** From 0 (inclusive) to 1. */
  readonly random: () => number;
}

export const realTiming: Timing = {
  now: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: Math.random,
};
