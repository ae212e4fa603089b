import { find, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { findNamed } from '../api/identifiers.js';

/** The order that `{id}`, `{externalId}` or `{number}` names. */
export function findOrder(store: Store, named: Document, site?: string): Stored | undefined {
  const { number } = named;
  const found = findNamed(store, 'orders', named, site);
  if (found !== undefined || number === undefined || number === null) return found;
  const where = { sql: 'number = ? AND site = coalesce(?, site)', values: [String(number), site ?? null] };
  return find(store, 'orders', where);
}
