import { isObject } from '../../model/json.js';
import type { ApiCall } from '../remoteKind.js';

type Answer = Readonly<Record<string, unknown>>;

/** The object that was made with this external id (docs/operations.md#when-it-crashes, class B), by a list: asking for one that is not there is an error. */
export function* externalRow(
  collection: 'orders' | 'customers',
  externalId: string,
): Generator<ApiCall, Readonly<Record<string, unknown>> | undefined, Answer> {
  const answer = yield { method: 'GET', path: collection, query: { limit: 20, filter: { externalIds: [externalId] } } };
  const rows = Array.isArray(answer[collection]) ? answer[collection] : [];
  return rows.filter(isObject).find((row) => String(row['externalId']) === externalId);
}
