import { isObject } from '../../model/json.js';
import { reports } from '../steps/cascade.js';
import type { CheckWord } from '../word.js';
import { typeOfVia } from './channels.js';
import { findingAt } from './finding.js';
import { findStepLists } from './triggers.js';

export const cascadeSuccess: CheckWord = {
  code: 'CRM324',
  name: 'cascade-success',
  doc: 'A leg of a cascade waits for a success that its channel cannot report: it would never come.',
  run: (project, words) =>
    findStepLists(project, words).flatMap(({ resource, steps }) =>
      steps.flatMap(({ word, spec, path }) => {
        const legs = word.name === 'cascade' && Array.isArray(spec.cascade) ? spec.cascade.filter(isObject) : [];
        return legs.flatMap(({ via, success }, index) => {
          const type = typeOfVia(String(via), project);
          const known = reports[type];
          if (typeof success !== 'string' || known === undefined || known.includes(success)) return [];
          return [
            findingAt(resource, [...path, 'cascade', index, 'success'], {
              severity: 'error',
              code: 'CRM324',
              message: `${type} cannot report that a message was ${success}`,
              suggestion: `it reports ${known.join(', ')}`,
            }),
          ];
        });
      }),
    ),
};
