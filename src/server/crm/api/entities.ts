import { mergeMembers, readMembers, type Shape } from './members.js';
import { pathId, type Call } from './parameters.js';
import { refuseEntity, refuseUnknown } from './refused.js';
import type { Writing } from '../store/actor.js';
import { get, type Document, type Stored } from '../store/documents.js';
import type { Collection } from '../store/schema.js';

/**
 * The stored entity with what was sent laid over it. Refuses with every member that cannot be read or that must not be empty; `check`
 * adds what only the whole entity tells.
 */
export function layEntity(
  { store }: Writing,
  shape: Shape,
  old: Document,
  sent: Document,
  required: readonly string[] = [],
  check?: (merged: Document, problems: Record<string, string>) => void,
): Document {
  const problems: Record<string, string> = {};
  const merged = mergeMembers(old, readMembers(shape, sent, { store, problems }));
  for (const name of required) {
    if (merged[name] === undefined || merged[name] === '') problems[name] ??= 'This value should not be blank.';
  }
  check?.(merged, problems);
  if (Object.keys(problems).length > 0) refuseEntity(problems);
  return merged;
}

/** The entity whose id stands in the path; 404 when there is none. */
export function entityByPath(call: Call, collection: Collection, name = 'id'): Stored {
  const id = pathId(call, name);
  return (id === undefined ? undefined : get(call.store, collection, id)) ?? refuseUnknown();
}
