import { askHeldBack } from '../engine/index.js';
import type { Obeying } from './outbox/outgoing.js';

/** The release by whose Policy and rates everything that is held back waits. */
const memo = 'heldBackBy';

/** Has all that is held back asked again once there is another release (docs/engine.md#whether-a-message-may-go). */
export function askAgain({ program, store, clock }: Obeying): void {
  const { state, outbox } = store;
  const release = state.memo('release');
  if (state.memo(memo) === release) return;
  store.transaction(() => {
    askHeldBack(program, state, clock());
    outbox.askAgain(clock());
    state.setMemo(memo, release);
  });
}
