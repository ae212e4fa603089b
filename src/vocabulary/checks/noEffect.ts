import type { Path, Resource } from '../../language/project.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { Idle } from '../idle.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { findStepLists, findTriggers } from './triggers.js';

export const noEffect: CheckWord = {
  code: 'CRM349',
  name: 'no-effect',
  doc: 'A key has no effect beside the others that are given, or a step is left with nothing to do: what was meant does not happen.',
  run: (project, words) => [
    ...findTriggers(project, words).flatMap(({ resource, forms }) => [
      ...forms
        .filter(({ spec }) => spec['orderBy'] !== undefined && spec['each'] === undefined)
        .map(({ path }) => complaint(resource, path, withoutEach)),
      ...(resource.spec['migrate'] === undefined || resource.spec['inFlight'] === 'follow'
        ? []
        : [complaint(resource, [], withoutFollow)]),
    ]),
    ...findStepLists(project, words).flatMap(({ resource, steps }) =>
      steps.flatMap(({ spec, path, word }) => (word.idle?.(spec) ?? []).map((idle) => complaint(resource, path, idle))),
    ),
  ],
};

const withoutEach: Idle = {
  at: ['orderBy'],
  message: '`orderBy` has no effect without `each`',
  suggestion: 'say of which list: `each: segment("…")`',
};

const withoutFollow: Idle = {
  at: ['migrate'],
  message: '`migrate` has no effect without `inFlight: follow`: nobody moves',
  suggestion: 'add `inFlight: follow`',
};

function complaint(resource: Resource, path: Path, { at, message, suggestion }: Idle): Diagnostic {
  return findingAt(resource, [...path, ...at], { severity: 'error', code: 'CRM349', message, suggestion }, 'key');
}
