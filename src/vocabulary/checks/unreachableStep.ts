import { memberAt } from '../kinds/findSteps.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { findStepLists } from './triggers.js';

export const unreachableStep: CheckWord = {
  code: 'CRM351',
  name: 'unreachable-step',
  doc: 'Steps stand behind a `stop` without `if` in the same list: they are never done.',
  run: (project, words) =>
    findStepLists(project, words).flatMap(({ resource, steps }) =>
      steps.flatMap(({ id, spec, path, word }) => {
        if (word.name !== 'stop' || spec['if'] !== undefined) return [];
        const next = [...path.slice(0, -1), Number(path.at(-1)) + 1];
        if (memberAt(resource.spec, next) === undefined) return [];
        return [
          findingAt(resource, next, {
            severity: 'warning',
            code: 'CRM351',
            message: `this step is never done: "${id}" before it always stops`,
            suggestion: 'give the `stop` an `if:`, or remove what follows',
          }),
        ];
      }),
    ),
};
