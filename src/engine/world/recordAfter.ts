import type { Event } from '../../model/event.js';
import { formatInstant } from '../../model/instant.js';
import type { EntityKind, EntityRecord } from '../state.js';
import { placeMembers } from './members.js';
import { mergeEvent, type MergedRecord } from './mergeEvent.js';
import { changesOf, isPlain, isStub, ownOf, saidBy, type Said } from './said.js';

type Data = Readonly<Record<string, unknown>>;

/** The record of an order or customer after an event that is about it: what `applyEvent` puts. Depends on nothing else. */
export function recordAfter(
  kind: EntityKind,
  id: string,
  before: EntityRecord | undefined,
  event: Event,
): EntityRecord {
  const said = saidBy(event);
  return mergeSaid(said, kind, before, ownOf(said, kind, id, before)).record;
}

/** `own`: what is said of the entity itself. */
export function mergeSaid(said: Said, kind: EntityKind, before: EntityRecord | undefined, own: Data): MergedRecord {
  const { event, creates, deletes } = said;
  const created = creates === kind;
  const deleted = deletes === kind;
  const placed = placeMembers(kind, own, before, said);
  // A log that does not say when it was created says it by the event.
  const isUndated = created && (placed['createdAt'] ?? before?.data['createdAt'] ?? null) === null;
  const patch = isUndated ? { ...placed, createdAt: formatInstant(event.at) } : placed;
  const given = changesOf(said, kind);
  if (before && given === undefined && isStub(patch) && !created && !deleted) return { record: before, changes: [] };
  const merged = mergeEvent(before, patch, event.at, given, created);
  return deleted ? { record: { ...merged.record, deleted }, changes: merged.changes } : merged;
}

/**
 * What an event says of a customer: who merges the same twice in a row, changes nothing. `undefined`: it does more than that, or
 * is about an order.
 */
export function sayingOf(kind: EntityKind, event: Event): Data | undefined {
  const said = saidBy(event);
  return kind === 'customer' && isPlain(said, kind) ? ownOf(said, kind, '', undefined) : undefined;
}
