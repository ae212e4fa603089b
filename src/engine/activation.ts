import { formatInstant, parseInstant, type Instant } from '../model/instant.js';
import { remembered } from '../model/remembered.js';
import type { CompiledTrigger } from './program.js';
import type { Work } from './work.js';

type Active = Pick<CompiledTrigger, 'code'>;

/** When a trigger first became active; `undefined` before that. */
export function activatedAt({ state }: Pick<Work, 'state'>, { code }: Active): Instant | undefined {
  const text = state.memo(memoOf(code));
  return text === undefined ? undefined : momentIn(text);
}

/** Makes a trigger active from now on, unless it is already. */
export function activate(state: Work['state'], { code }: Active, now: Instant): void {
  if (state.memo(memoOf(code)) === undefined) state.setMemo(memoOf(code), formatInstant(now));
}

/** Asked at every entry. */
const memoOf = remembered((code) => `active:${code}`);
const momentIn = remembered(parseInstant);
