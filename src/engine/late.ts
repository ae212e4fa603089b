import { day } from '../model/zone.js';
import type { CompiledTrigger, Program } from './program.js';

/**
 * What is due longer ago than this is put aside instead of done, in milliseconds: as the trigger says, else the current Policy for its
 * class, else the Policy, else a day (engine.md §7). Messages of marketing wait for their window instead.
 */
export function lateMaxFor(
  { policy }: Pick<Program, 'policy'>,
  { lateMax, class: name }: Pick<CompiledTrigger, 'lateMax' | 'class'>,
): number {
  return lateMax ?? policy.classes.get(name)?.lateMax ?? policy.lateMax ?? day;
}
