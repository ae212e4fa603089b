import type { Path } from '../../language/project.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { neverTrue } from './population/neverTrue.js';
import { findTriggers, type FoundTrigger } from './triggers.js';

export const neverHolds: CheckWord = {
  code: 'CRM354',
  name: 'never-holds',
  doc: 'A `where`, `when` or `if` contradicts itself, or `when` contradicts the `where` of every form: `order.totalSumm > 10 && order.totalSumm < 5`. What it guards never happens.',
  run: (project, words) =>
    findTriggers(project, words).flatMap((trigger) =>
      contradictionsOf(trigger).map(([path, message]) =>
        findingAt(trigger.resource, path, {
          severity: 'warning',
          code: 'CRM354',
          message,
          suggestion: 'to keep it out of use on purpose write `active: false`',
        }),
      ),
    ),
};

function contradictionsOf({ resource, forms, steps }: FoundTrigger): readonly (readonly [Path, string])[] {
  const { when } = resource.spec;
  const own = [
    ...forms.map(({ spec, path }) => ({ source: spec['where'], path: [...path, 'where'] })),
    { source: when, path: ['when'] },
    ...steps.map(({ spec, path }) => ({ source: spec['if'], path: [...path, 'if'] })),
  ].filter(({ source }) => typeof source === 'string' && neverTrue([source]));
  if (own.length > 0) return own.map(({ path }) => [path, 'this can never be true']);
  const wheres = forms.map(({ spec }) => spec['where']);
  const isAgainstAll =
    typeof when === 'string' &&
    wheres.length > 0 &&
    wheres.every((where) => typeof where === 'string' && neverTrue([where, when]));
  return isAgainstAll ? [[['when'], 'this can never be true together with `where`']] : [];
}
