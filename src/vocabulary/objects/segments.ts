import type { Ambient, Entity } from '../../language/scope.js';
import { entitiesOf, idOf } from './entity.js';

/** The engine's own memberships, and those in segments that only the CRM defines, as they came with the customer. */
export function segmentsOf(customer: Entity, ambient: Ambient): readonly string[] {
  const id = idOf(customer);
  const own = id === undefined ? [] : ambient.world.segmentsOf(id);
  const foreign = entitiesOf(customer['segments'])
    .map((segment) => segment['code'])
    .filter((code): code is string => typeof code === 'string' && !ambient.facts.segments?.has(code));
  return foreign.length === 0 ? own : [...new Set([...own, ...foreign])].sort();
}
