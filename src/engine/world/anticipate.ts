import type { Change, Event } from '../../model/event.js';
import type { WorldStore } from '../state.js';
import { applyEvent } from '../world.js';

/**
 * What an effect has written is known before the CRM's history tells of it, where its event says so field by field: the steps that follow
 * read it. Nobody hears of it yet. Whatever else an effect brings about (lines, sums, what is new) is known once it is heard of: then
 * nothing is done here, and the answer is `false`.
 */
export function anticipate(world: WorldStore, event: Event): boolean {
  const { changes } = event.data;
  if (changes === undefined || changes.some(movesOrder)) return false;
  const entity = event.type.startsWith('customer.') ? 'customer' : 'order';
  const id = event.data[entity]?.['id'];
  if (id !== undefined && world.knows(entity, String(id))) applyEvent(world, event);
  return true;
}

/** Whose it was is asked when it is heard. */
function movesOrder({ field }: Change): boolean {
  return field === 'customer' || field.startsWith('customer.') || field === 'createdAt';
}
