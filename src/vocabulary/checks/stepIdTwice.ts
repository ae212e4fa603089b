import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { findStepLists } from './triggers.js';

export const stepIdTwice: CheckWord = {
  code: 'CRM305',
  name: 'step-id-twice',
  doc: 'Two steps of a trigger or a sequence have the same id. The id is the identity of a step: its memory, its results and its place when the trigger changes.',
  run: (project, words) =>
    findStepLists(project, words).flatMap(({ resource, steps }) => {
      const seen = new Set<string>();
      return steps.flatMap(({ id, path }) => {
        if (id === '' || !seen.has(id)) {
          seen.add(id);
          return [];
        }
        return [
          findingAt(resource, [...path, 'id'], {
            severity: 'error',
            code: 'CRM305',
            message: `another step of this ${resource.kind.toLowerCase()} has the id "${id}"`,
            suggestion: `give it an id of its own, such as ${freeId(
              id,
              steps.map((step) => step.id),
            )}`,
          }),
        ];
      });
    }),
};

function freeId(id: string, taken: readonly string[]): string {
  let number = 2;
  while (taken.includes(`${id}-${String(number)}`)) number += 1;
  return `${id}-${String(number)}`;
}
