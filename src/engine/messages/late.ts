import { day, hour } from '../../model/zone.js';
import type { Late } from '../../vocabulary/roles/index.js';
import type { CompiledTrigger, Program } from '../program.js';

type Rules = Pick<CompiledTrigger, 'class'> & Partial<Pick<CompiledTrigger, 'late'>>;

/**
 * What is due longer ago than this is put aside instead of done, in milliseconds: as the trigger says, else the current Policy for its
 * class, else the Policy, else a day (docs/operations.md#after-downtime). Messages of marketing wait for their window instead.
 */
export function lateMaxFor(program: Pick<Program, 'policy'>, trigger: Rules): number {
  return lateFor(program, trigger, 'max') ?? day;
}

/** Over how long a burst after an outage or a change of the trigger is spread, in milliseconds; found like `late.max`, else an hour. */
export function lateSpreadFor(program: Pick<Program, 'policy'>, trigger: Rules): number {
  return lateFor(program, trigger, 'spread') ?? hour;
}

function lateFor(
  { policy }: Pick<Program, 'policy'>,
  { late, class: name }: Rules,
  rule: keyof Late,
): number | undefined {
  return late?.[rule] ?? policy.classes.get(name)?.late[rule] ?? policy.late[rule];
}
