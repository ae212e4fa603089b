import { isAlike } from '../model/alike.js';
import type { Effect } from '../model/effect.js';
import type { Change } from '../model/event.js';
import { isObject } from '../model/json.js';
import type { Reaction } from '../vocabulary/meaning/action.js';

/** A field that an effect is about to write, or something that it is about to make or to take away (`madeBy`). */
export interface Written {
  readonly entity: string;
  /** Of the order or customer; of one that is not there yet what it is known by. */
  readonly id: string;
  /** Below the entity: `status`, `customFields.callAt`, `tags`; of what comes or goes the event that tells of it: `item.added`. */
  readonly field: string;
  /** The line or payment that it belongs to, or that it is; a new one by our mark. */
  readonly element?: string;
  /** What it shall be; of a list all of it. `undefined`: nobody knows any more. */
  readonly value: unknown;
}

/** Fields and their new values: those that the effect or its event names, else those of the object that the world merges. */
export function writtenBy({ order, customer, data: { changes } }: Effect, { event }: Reaction): readonly Written[] {
  const subjects = { order, customer };
  if (Array.isArray(changes))
    return changes.filter(isObject).flatMap(({ entity, field, value, element }) => {
      const id = subjects[entity === 'customer' ? 'customer' : 'order'];
      if (id === undefined) return [];
      const named = { entity: String(entity), id, field: String(field), value };
      return [element === undefined ? named : { ...named, element: String(element) }];
    });
  return (['order', 'customer'] as const).flatMap((entity) => {
    const id = subjects[entity];
    const whole = event?.type === `${entity}.changed` ? event.data[entity] : undefined;
    if (id === undefined || event === undefined || !isObject(whole)) return [];
    const { changes: told } = event.data;
    if (Array.isArray(told))
      return told.filter(isObject).map(({ field, new: value, element }) => {
        const named = { entity, id, field: String(field), value };
        return element === undefined ? named : { ...named, element: String(element) };
      });
    return Object.entries(whole)
      .filter(([field]) => field !== 'id')
      .map(([field, value]) => ({ entity, id, field, value }));
  });
}

/** Whether a change in the CRM's history is what was written: the same field, and the same value as far as the CRM can tell. */
export function isEchoOf(
  change: Change,
  { field, element, value }: Pick<Written, 'field' | 'element' | 'value'>,
): boolean {
  if (element !== undefined && change.element !== undefined && element !== String(change.element)) return false;
  if (change.field === field)
    return value === undefined || (isMember(change, value) ? isNowIn(change, value) : isAlike(change.new, value));
  if (!change.field.startsWith(`${field}.`)) return false;
  if (value === undefined) return true;
  const owner = Array.isArray(value) ? value.find((member) => isCalled(member, change.element)) : value;
  const rest = change.field.slice(field.length + 1).split('.');
  return isObject(owner) && isAlike(change.new, rest.reduce<unknown>(memberOf, owner));
}

/** The history tells of some lists member by member. */
function isMember({ element }: Change, value: unknown): value is readonly unknown[] {
  return element !== undefined && Array.isArray(value);
}

function isNowIn({ new: joined, element }: Change, list: readonly unknown[]): boolean {
  return (joined !== null) === list.some((member) => isCalled(member, element));
}

function isCalled(member: unknown, name: Change['element']): boolean {
  if (name === undefined) return false;
  const names = isObject(member) ? [member['id'], member['name'], member['code'], member['number']] : [member];
  return names.some((each) => each !== undefined && String(each) === String(name));
}

function memberOf(owner: unknown, name: string): unknown {
  return isObject(owner) ? owner[name] : undefined;
}
