import type { Change } from '../../model/event.js';
import type { Instant } from '../../model/instant.js';
import type { EntityRecord } from '../state.js';
import { readField, writeField } from './field.js';
import { freshData, isAbsent, mergeData, sameValue } from './merge.js';

type Data = Readonly<Record<string, unknown>>;

export interface MergedRecord {
  readonly record: EntityRecord;
  /** Relative to the entity: `status`, `payments.status`. */
  readonly changes: readonly Change[];
}

/**
 * One entity after an event: `patch` merged, then `given` changes applied. `created` says that the event is the
 * entity's own creation: then nothing counts as changed, even when another event mentioned it before.
 */
export function mergeEvent(
  before: EntityRecord | undefined,
  patch: Data,
  at: Instant,
  given?: readonly Change[],
  created = false,
): MergedRecord {
  const derived: Change[] = [];
  const merged = before ? mergeData(before.data, patch, derived) : freshData(patch);
  const told = given === undefined ? none : toldChanges(given, before);
  const changes = created ? none : given === undefined ? derived : told;
  if (before && merged === before.data && told.length === 0 && !(created && before.deleted))
    return { record: before, changes };
  const since = before?.since ?? unchanged;
  const record = {
    data: told.length === 0 ? merged : applyChanges(merged, told),
    createdAt: before?.createdAt ?? at,
    since: derived.length + told.length === 0 ? since : sinceAfter(since, derived, told, at),
  };
  return { record: before?.deleted && !created ? { ...record, deleted: true } : record, changes };
}

function toldChanges(given: readonly Change[], before: EntityRecord | undefined): readonly Change[] {
  const told: Change[] = [];
  for (const change of given) {
    const full = withOld(change, before);
    if (isChange(full)) told.push(full);
  }
  return told;
}

/** What the log does not say of the value before, the world knows. */
function withOld(change: Change, before: EntityRecord | undefined): Change {
  if (change.old !== undefined) return change;
  const old = before === undefined ? undefined : readField(before.data, change.field, change.element);
  return { ...change, old: old ?? null };
}

export function isChange(change: Change): boolean {
  return !sameValue(change.old, change.new);
}

/** Plain fields are set on one copy; paths and clearings go their own way. */
function applyChanges(data: Data, changes: readonly Change[]): Data {
  let copy: Record<string, unknown> | undefined;
  for (const { field, new: value, element } of changes) {
    if (isAbsent(value) || typeof value === 'object' || field.includes('.')) {
      const written = writeField(copy ?? data, field, value, element);
      copy = written === data ? undefined : (written as Record<string, unknown>); // made here, nobody else has it
    } else (copy ??= { ...data })[field] = value;
  }
  return copy ?? data;
}

/** Every changed field, and the maps that hold it, took its value now. */
function sinceAfter(
  since: EntityRecord['since'],
  derived: readonly Change[],
  told: readonly Change[],
  at: Instant,
): EntityRecord['since'] {
  const next: Record<string, Instant> = { ...since };
  for (const changes of [derived, told]) {
    for (const { field } of changes) {
      next[field] = at;
      for (let end = field.lastIndexOf('.'); end > 0; end = field.lastIndexOf('.', end - 1))
        next[field.slice(0, end)] = at;
    }
  }
  return next;
}

const none: readonly Change[] = [];
const unchanged: EntityRecord['since'] = {};
