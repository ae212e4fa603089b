import type { EngineState } from '../../engine/state.js';
import type { Instance } from '../../model/instance.js';
import type { Instant } from '../../model/instant.js';
import { SharedState } from './sharedState.js';

/** Those whom only their telephone number tells. What they do happens in the first share, and concerns whoever waits for that number in any. */
export interface Callers {
  /** A line tells of somebody of whom nothing but the number is known; lines are read before they happen. */
  hear(phone: string, at: Instant): void;
  /** To be called before an instance is saved. */
  meet(instance: Instance): void;
  /** The state of this share, as far as its lines have happened. */
  watch(state: Pick<EngineState, 'concerning'>): void;
}

/** Throws `SharedState` when somebody of this share is known by the number of a caller. `poll`: how long after its time a line may happen. */
export function createCallers(share: number, poll: number): Callers {
  const heard = new Map<string, number>();
  let state: Pick<EngineState, 'concerning'> | undefined;
  return {
    hear(phone, at) {
      if (share === 0) return;
      if (state !== undefined && state.concerning({ phone }).length > 0) throw known();
      heard.set(phone, at + poll);
    },
    meet({ phone, customer, enteredAt }) {
      if (phone === undefined) return;
      if (customer === undefined || enteredAt <= (heard.get(phone) ?? -Infinity)) throw known();
    },
    watch(watched) {
      state = watched;
    },
  };
}

function known(): SharedState {
  return new SharedState('callers are known by their phone number only');
}
