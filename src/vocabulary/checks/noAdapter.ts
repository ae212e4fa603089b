import type { ActionWord } from '../meaning.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { findStepLists } from './triggers.js';

export const noAdapter: CheckWord = {
  code: 'CRM323',
  name: 'no-adapter',
  doc: 'An action cannot be carried out live yet: back-tests and Test documents show it, `run --once` and `run --watch` fail at the step.',
  run: (project, words) => {
    const environments = Object.keys(project.config.environments);
    if (environments.length === 0) return [];
    return findStepLists(project, words).flatMap(({ resource, steps }) =>
      steps.flatMap(({ word, isAction, path }) => {
        const live = isAction ? (word as ActionWord).live : undefined; // `isAction` tells the two apart
        if (live?.by !== 'none') return [];
        return [
          findingAt(resource, [...path, word.name], {
            severity: 'warning',
            code: 'CRM323',
            message: `\`${word.name}\` cannot be carried out live (${environments.join(', ')}): there is no ${live.missing}`,
            suggestion: 'back-test it, or give the step `onError: continue`',
          }),
        ];
      }),
    );
  },
};
