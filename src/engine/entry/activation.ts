import { formatInstant, parseInstant, type Instant } from '../../model/instant.js';
import { remembered } from '../../model/remembered.js';
import { moveMemo } from '../moveMemos.js';
import type { CompiledTrigger } from '../program.js';
import type { Work } from '../work.js';

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

/** A trigger that got another code is active since it first was. */
export function carryActivation(state: Work['state'], from: string, to: string): void {
  moveMemo(state, memoOf(from), memoOf(to));
}

/** Asked at every entry. */
const memoOf = remembered((code) => `active:${code}`);
const momentIn = remembered(parseInstant);
