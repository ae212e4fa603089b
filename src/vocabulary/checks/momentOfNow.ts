import type { Path, Resource } from '../../language/project.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { findStepLists, findTriggers } from './triggers.js';

export const momentOfNow: CheckWord = {
  code: 'CRM346',
  name: 'moment-of-now',
  doc: 'A moment that is derived from data, the `date` of a form or the `until` of a wait, is computed from `now`. It is computed anew whenever it is looked at, so it moves along with the clock: it never comes, or comes all the time.',
  run: (project, words, compiled) => {
    const dates = findTriggers(project, words).flatMap(({ resource, forms }) =>
      forms.map(({ path }): Place => ({
        resource,
        path: [...path, 'date'],
        instead: 'count from a field: =order.createdAt',
      })),
    );
    const waits = findStepLists(project, words).flatMap(({ resource, steps }) =>
      steps
        .filter(({ word }) => word.name === 'wait')
        .map(({ path }): Place => ({
          resource,
          path: [...path, 'wait', 'until'],
          instead: 'a pause from here on is `wait: 2h`; otherwise count from a field or from entry.at',
        })),
    );
    return [...dates, ...waits].flatMap(({ resource, path, instead }) =>
      compiled.expression(resource.address, path)?.reads.includes('now') === true
        ? [
            findingAt(resource, path, {
              severity: 'error',
              code: 'CRM346',
              message: 'this moment is computed from `now`: it moves along with the clock',
              suggestion: instead,
            }),
          ]
        : [],
    );
  },
};

interface Place {
  readonly resource: Resource;
  readonly path: Path;
  readonly instead: string;
}
