import { isObject } from '../../../model/json.js';
import { route, type Answer, type Route } from '../../http/plane.js';
import { Refused, refusalAnswer } from '../api/refused.js';
import { transact } from '../store/actor.js';
import type { Store } from '../store/open.js';
import { referenceOf } from './declared/index.js';
import { writeReference } from './write.js';

/**
 * Beyond retailCRM's API, where groups of statuses are read-only: the capability `statusGroups` of the automation API.
 * `POST /automation/v1/status-groups/{code}/edit` with `{statusGroup: {name, ordering, process, active}}` (or its members at once,
 * or as JSON text in a form) creates or changes one. The plane around it checks the key.
 */
export function statusGroupRoute(store: Store): Route {
  return route('POST', '/automation/v1/status-groups/:code/edit', ({ params, body }) =>
    editStatusGroup(store, params['code'] ?? '', sentGroup(body['statusGroup'] ?? body)),
  );
}

function editStatusGroup(store: Store, code: string, sent: Readonly<Record<string, unknown>>): Answer {
  try {
    const { isNew } = transact(store, { source: 'code' }, () =>
      writeReference(store, referenceOf('status-groups'), code, sent),
    );
    return { status: isNew ? 201 : 200, body: { success: true } };
  } catch (error) {
    if (error instanceof Refused) return refusalAnswer(error);
    throw error;
  }
}

function sentGroup(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'string') return isObject(value) ? value : {};
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
