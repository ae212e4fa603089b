import { stableShare } from '../model/stableShare.js';
import type { CompiledTrigger } from './program.js';
import type { Work } from './work.js';

/** Control group and holdout are decided by a stable hash of the customer, so that they never change their mind. */
export function suppressionOf(
  { program }: Work,
  trigger: CompiledTrigger,
  customer: string | undefined,
): string | undefined {
  if (customer === undefined) return undefined;
  if (
    trigger.class === 'marketing' &&
    program.policy.control > 0 &&
    stableShare('control', customer) < program.policy.control
  )
    return 'control';
  return trigger.holdout > 0 && stableShare('holdout', trigger.code, customer) < trigger.holdout
    ? 'holdout'
    : undefined;
}
