import { isObject } from '../../model/json.js';
import type { Project } from '../../language/project.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { findTriggers, watchedFields } from './triggers.js';

export const forbiddenMove: CheckWord = {
  code: 'CRM317',
  name: 'forbidden-move',
  doc: 'A trigger that starts when an order gets a status moves it to one that the StatusGroup does not list under `next` of that status.',
  run: (project, words) => {
    const next = transitionsOf(project);
    return findTriggers(project, words).flatMap(({ resource, forms, steps }) => {
      const from = forms.flatMap((form) => {
        const values = watchedFields(form).includes('order.status') ? (form.spec.to ?? form.spec.is) : undefined;
        return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
      });
      return steps.flatMap(({ spec, path, word }) => {
        const to = word.name === 'set' && isObject(spec.set) ? spec.set['order.status'] : undefined;
        if (typeof to !== 'string' || to.startsWith('=')) return [];
        const against = from.filter((status) => status !== to && next.get(status)?.includes(to) === false);
        if (against.length === 0) return [];
        return [
          findingAt(resource, [...path, 'set', 'order.status'], {
            severity: 'warning',
            code: 'CRM317',
            message: `the statuses do not allow the move from ${against.join(', ')} to ${to}`,
            suggestion: `add ${to} to \`next\` of ${against[0]!}, or set one of: ${(next.get(against[0]!) ?? []).join(', ')}`,
          }),
        ];
      });
    });
  },
};

/** Allowed next statuses, for the statuses that limit them. */
function transitionsOf(project: Project): ReadonlyMap<string, readonly string[]> {
  const statuses = project
    .ofKind('StatusGroup')
    .flatMap((group) => (Array.isArray(group.spec.statuses) ? group.spec.statuses.filter(isObject) : []));
  return new Map(
    statuses.flatMap((status): [string, readonly string[]][] =>
      Array.isArray(status.next) ? [[String(status.code), status.next.filter((code) => typeof code === 'string')]] : [],
    ),
  );
}
