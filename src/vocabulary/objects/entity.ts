import { isObject } from '../../model/json.js';
import type { Ambient, Entity } from '../../language/scope.js';

/** The id of an entity, or of a link to one (`{id: 7}`, or the bare id), as text; `undefined` when it has none. */
export function idOf(value: unknown): string | undefined {
  const id = isObject(value) ? value['id'] : value;
  return typeof id === 'number' || typeof id === 'string' ? String(id) : undefined;
}

export function entityOf(value: unknown): Entity | undefined {
  return isObject(value) ? value : undefined;
}

/** Members of a list, or of a map keyed by id (the CRM answers both: payments of an order are a map), that are objects. */
export function entitiesOf(value: unknown): readonly Entity[] {
  if (Array.isArray(value)) return value.every(isObject) ? value : value.filter(isObject);
  return isObject(value) ? Object.values(value).filter(isObject) : none;
}

export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** The user with the id in `managerId`; one that the world does not know has only its id. */
export function managerOf(owner: Entity, ambient: Ambient): Entity | undefined {
  const id = owner['managerId'];
  if (typeof id !== 'number' && typeof id !== 'string') return entityOf(owner['manager']);
  return ambient.world.user(String(id)) ?? { id };
}

/** The linked customer as the world knows it now, else what the link itself says. */
export function customerOf(owner: Entity, ambient: Ambient): Entity | undefined {
  return linked(owner['customer'], (id) => ambient.world.customer(id));
}

/** The linked order as the world knows it now, else what the link itself says. */
export function orderOf(owner: Entity, ambient: Ambient): Entity | undefined {
  return linked(owner['order'], (id) => ambient.world.order(id));
}

function linked(link: unknown, find: (id: string) => Entity | undefined): Entity | undefined {
  const id = idOf(link);
  return (id === undefined ? undefined : find(id)) ?? entityOf(link);
}

const none: readonly Entity[] = [];
