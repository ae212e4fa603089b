import type { Project } from '../../language/project.js';
import { isObject } from '../../model/json.js';

/** What a status means to conditions and limits. */
export interface StatusFact {
  readonly group: string;
  readonly name: string;
  /** `{for, calendar}`, when the group gives the status a working-time limit. */
  readonly limit?: { readonly for: string; readonly calendar?: string };
}

/** Statuses by code, out of the project's StatusGroups. */
export function readStatuses(project: Project): ReadonlyMap<string, StatusFact> {
  const statuses = new Map<string, StatusFact>();
  for (const { code: group, spec } of project.ofKind('StatusGroup')) {
    const calendar = typeof spec['calendar'] === 'string' ? { calendar: spec['calendar'] } : {};
    for (const status of Array.isArray(spec['statuses']) ? spec['statuses'].filter(isObject) : []) {
      const code = String(status['code']);
      const limit = typeof status['limit'] === 'string' ? { limit: { for: status['limit'], ...calendar } } : {};
      statuses.set(code, { group, name: String(status['name'] ?? code), ...limit });
    }
  }
  return statuses;
}

/** Payment statuses that complete a payment: those the project marks, and the CRM's own `paid`. */
export function readPaidStatuses(project: Project): ReadonlySet<string> {
  const marked = project
    .ofKind('Reference')
    .filter(({ spec }) => spec['of'] === 'paymentStatus' && spec['paymentComplete'] === true)
    .map(({ code }) => code);
  return new Set(['paid', ...marked]);
}

/** Names of references for people, by enumeration and code. */
export function readReferenceNames(project: Project): ReadonlyMap<string, string> {
  return new Map(
    project
      .ofKind('Reference')
      .filter(({ spec }) => typeof spec['name'] === 'string')
      .map(({ spec, code }) => [`${String(spec['of'])}/${code}`, String(spec['name'])]),
  );
}
