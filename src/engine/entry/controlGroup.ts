import type { Effect } from '../../model/effect.js';
import type { Instance } from '../../model/instance.js';
import { stableShare } from '../../model/stableShare.js';
import type { CompiledTrigger } from '../program.js';
import type { Running, Work } from '../work.js';

/** Control group and holdout are decided by a stable hash of the customer, so that they never change their mind. */
export function suppressionOf(
  { program, state }: Work,
  trigger: CompiledTrigger,
  customer: string | undefined,
): Instance['suppressed'] {
  if (customer === undefined) return undefined;
  if (
    trigger.class === 'marketing' &&
    program.policy.control > 0 &&
    stableShare('control', customer) < program.policy.control
  )
    return 'control';
  if (trigger.holdout === 0) return undefined;
  return stableShare('holdout', state.memo(drawnAs(trigger.code)) ?? trigger.code, customer) < trigger.holdout
    ? 'holdout'
    : undefined;
}

/** Of the instance's own customer it was decided at entry; of another one, whom a loop goes through, now. */
export function suppressionFor(
  work: Work,
  trigger: CompiledTrigger,
  instance: Running,
  { customer }: Effect,
): Instance['suppressed'] {
  return customer === instance.customer ? instance.suppressed : suppressionOf(work, trigger, customer);
}

/** Who was held out of a trigger stays so when it gets another code: its customers are drawn by the code that it had first. */
export function carryDraw(state: Work['state'], from: string, to: string): void {
  state.setMemo(drawnAs(to), state.memo(drawnAs(from)) ?? from);
  state.setMemo(drawnAs(from), undefined);
}

/** Where nothing runs yet, as in a back-test, its former code is known by `renamedFrom` alone. */
export function drawAs(state: Work['state'], { code, renamedFrom }: CompiledTrigger): void {
  if (renamedFrom !== undefined) state.setMemo(drawnAs(code), renamedFrom);
}

function drawnAs(code: string): string {
  return `drawn:${code}`;
}
