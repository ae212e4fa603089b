import type { Effect } from '../../model/effect.js';
import { instant, parseInstant } from '../../model/instant.js';
import { fromLocal, parseLocal } from '../../model/zone.js';
import type { StepContext } from '../../vocabulary/meaning/context.js';
import type { Node } from '../program.js';

/** Whether the `validUntil` of a step is over. */
export function isPast(node: Node, context: StepContext, wall: Effect['at']): boolean {
  if (!node.hasValidUntil) return false;
  const value = context.evaluate(['validUntil']);
  const until =
    typeof value === 'string'
      ? (parseInstant(value) ?? localInstant(value, context.clockwork.zone))
      : typeof value === 'number'
        ? instant(value)
        : undefined;
  return until !== undefined && wall > until;
}

function localInstant(text: string, zone: string): Effect['at'] | undefined {
  const local = parseLocal(text);
  return local === undefined ? undefined : fromLocal(zone, local);
}
