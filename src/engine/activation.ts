import { momentOf } from '../language/moment.js';
import { formatInstant, type Instant } from '../model/instant.js';
import type { CompiledTrigger } from './program.js';
import type { Work } from './work.js';

type Active = Pick<CompiledTrigger, 'code'>;

/** When a trigger first became active; `undefined` before that. */
export function activatedAt(
  { state, program }: Pick<Work, 'state' | 'program'>,
  { code }: Active,
): Instant | undefined {
  return momentOf(state.memo(`active:${code}`), program.zone);
}

/** Makes a trigger active from now on, unless it is already. */
export function activate(state: Work['state'], { code }: Active, now: Instant): void {
  if (state.memo(`active:${code}`) === undefined) state.setMemo(`active:${code}`, formatInstant(now));
}
