import type { EntityKind, WorldStore } from '../engine/state.js';
import { readField, writeField } from '../engine/world/field.js';
import { changesOf, saidBy, type Said } from '../engine/world/said.js';
import { isAlike } from '../model/alike.js';
import type { Change, Event } from '../model/event.js';
import { isObject } from '../model/json.js';

/**
 * What effects of this back-test have written. The log may tell of it once more, because the rules were live when it was recorded or
 * because people did by hand what a rule does now: then the field has the value already, and nothing changes.
 */
export interface Repeats {
  /** An effect has brought this about. */
  note(event: Event): void;
  /** What an event of the log tells beyond that; `undefined`: nothing. */
  without(event: Event): Event | undefined;
}

export function createRepeats(world: WorldStore): Repeats {
  const written = new Map<string, Set<string>>();
  const isRepeat = (kind: EntityKind, id: string, { field, new: value, element }: Change): boolean => {
    const data = world.record(kind, id)?.data;
    if (data === undefined) return false;
    return writeField(data, field, value, element) === data || isAlike(readField(data, field, element), value);
  };
  return {
    note(event) {
      const said = saidBy(event);
      const key = keyOf(said);
      if (said.creates !== undefined || key === undefined) return;
      const fields = written.get(key) ?? new Set();
      for (const field of fieldsIn(said)) fields.add(field);
      written.set(key, fields);
    },
    without(event) {
      if (written.size === 0 || event.data.changes === undefined) return event;
      const said = saidBy(event);
      const fields = written.get(keyOf(said) ?? '');
      if (fields === undefined) return event;
      const changes = (changesOf(said, said.subject) ?? []).filter((change) => {
        const field = rootOf(change.field);
        if (!fields.has(field)) return true;
        if (isRepeat(said.subject, idOf(said)!, change)) return false;
        fields.delete(field);
        return true;
      });
      if (changes.length === event.data.changes.length) return event;
      return changes.length === 0 ? undefined : { ...event, data: { ...event.data, changes } };
    },
  };
}

function idOf({ subject, orderId, customerId }: Said): string | undefined {
  return subject === 'order' ? orderId : customerId;
}

function keyOf(said: Said): string | undefined {
  const id = idOf(said);
  return id === undefined ? undefined : `${said.subject}/${id}`;
}

function fieldsIn(said: Said): readonly string[] {
  const changes = changesOf(said, said.subject);
  if (changes !== undefined) return changes.map(({ field }) => rootOf(field));
  const whole = said.event.data[said.subject];
  return isObject(whole) ? Object.keys(whole).filter((name) => name !== 'id') : [];
}

function rootOf(field: string): string {
  const dot = field.indexOf('.');
  return dot < 0 ? field : field.slice(0, dot);
}
