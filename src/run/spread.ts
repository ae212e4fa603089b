import type { RunnerStore } from './store.js';

/** Messages that are spread over time belong to the backlog that the brake counts, until a pass was let through (docs/operations.md#after-downtime). */
const memo = 'catchUp:spread';

/** One more waits for a moment of its own. */
export function countSpread({ state }: RunnerStore): void {
  state.setMemo(memo, String(Number(state.memo(memo) ?? 0) + 1));
}

/** How many messages were spread since a pass was last let through, and wait still. */
export function spreadMessages({ state, outbox }: RunnerStore): number {
  const counted = Number(state.memo(memo) ?? 0);
  return counted === 0 ? 0 : Math.min(counted, outbox.spread());
}

/** What is spread may go when its time comes. */
export function letSpread(store: RunnerStore): void {
  if (Number(store.state.memo(memo) ?? 0) === 0) return;
  store.transaction(() => store.state.setMemo(memo, '0'));
}
