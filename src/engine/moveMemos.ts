import type { EngineState } from './state.js';

/** All that is remembered under names that begin so, under names that begin otherwise. */
export function moveMemos(state: EngineState, start: string, to: string): void {
  for (const [name] of state.memosUnder(start)) moveMemo(state, name, to + name.slice(start.length));
}

export function moveMemo(state: EngineState, from: string, to: string): void {
  const value = state.memo(from);
  if (value === undefined) return;
  state.setMemo(to, value);
  state.setMemo(from, undefined);
}
