import { instant, type Instant } from '../model/instant.js';
import { hour, offsetAt } from '../model/zone.js';
import type { RunnerStore } from './store.js';

const memo = 'histories:read';

/** Up to when the histories were read to their end, when that was last of use. */
export function readUntil({ state }: RunnerStore): Instant | undefined {
  const at = state.memo(memo);
  return at === undefined ? undefined : instant(Number(at));
}

/** Keeps that they were read to their end then; only where the clock is put back, when it tells which of two hours a time of theirs is in. */
export function keepReadUntil(store: RunnerStore, zone: string, at: Instant): void {
  const isPutBack = offsetAt(zone, instant(at + 3 * hour)) < offsetAt(zone, instant(at - 3 * hour));
  if (isPutBack) store.transaction(() => store.state.setMemo(memo, String(at)));
}
