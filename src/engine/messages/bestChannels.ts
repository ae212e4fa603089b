import type { Ambient, Entity } from '../../language/scope.js';
import type { CompiledTemplate, Program } from '../program.js';

/** `via: best` as a list: the channel types of the template, first those that the customer uses, the most answered one first. */
export function bestChannels(
  program: Program,
  template: CompiledTemplate,
  customer: Entity | undefined,
  ambient: Ambient,
): readonly string[] {
  const types = [...template.bodies.keys()];
  const known = customer === undefined ? undefined : program.fields.customer['channels']?.compute?.(customer, ambient);
  const best = Array.isArray(known) ? known.filter((type): type is string => types.includes(String(type))) : [];
  return [...new Set([...best, ...types])];
}
