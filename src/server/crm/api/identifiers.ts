import { find, get, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';
import type { Collection } from '../store/schema.js';
import { readBy, type Call } from './parameters.js';
import { refuseUnknown } from './refused.js';
import { readSite, visibleSites } from './sites.js';

/** The entity that `{identifier}`, `by` and, for an external id, `site` of a path name; 404 when the key sees none. */
export function namedByPath(call: Call, collection: Collection): Stored {
  const identifier = call.request.params['identifier'] ?? '';
  const found =
    readBy(call) === 'id'
      ? findNamed(call.store, collection, { id: identifier })
      : findNamed(call.store, collection, { externalId: identifier }, readSite(call));
  return found && visibleSites(call).includes(String(found.document['site'])) ? found : refuseUnknown();
}

/** The same of a reference inside a body; `undefined` when the key sees none. */
export function visibleNamed(
  call: Call,
  collection: Collection,
  reference: Document,
  site?: string,
): Stored | undefined {
  const found = findNamed(call.store, collection, reference, site);
  return found && visibleSites(call).includes(String(found.document['site'])) ? found : undefined;
}

/** The entity that `{id}` or `{externalId}` names; without a site the oldest one of that external id. */
export function findNamed(
  store: Store,
  collection: Collection,
  reference: Document,
  site?: string,
): Stored | undefined {
  const { id, externalId } = reference;
  if (id !== undefined && id !== null) {
    return /^\d{1,15}$/.test(String(id)) ? get(store, collection, Number(id)) : undefined;
  }
  if (externalId === undefined || externalId === null || externalId === '') return undefined;
  const where = { sql: 'external_id = ? AND site = coalesce(?, site)', values: [String(externalId), site ?? null] };
  return find(store, collection, where);
}
