import { isObject } from '../../model/json.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';

export const workingTimeInVars: CheckWord = {
  code: 'CRM327',
  name: 'working-time-in-vars',
  doc: 'A value of `vars` is working time, `{for, calendar}`. A value can be a duration; the calendar stands where the time is waited for.',
  run: (project) =>
    project.ofKind('Trigger').flatMap((resource) => {
      const { vars } = resource.spec;
      return Object.entries(isObject(vars) ? vars : {}).flatMap(([name, value]) =>
        isWorkingTime(value)
          ? [
              findingAt(resource, ['vars', name], {
                severity: 'error',
                code: 'CRM327',
                message: `"${name}" is working time: a value of vars is a duration, without a calendar`,
                suggestion: `\`${name}: ${value.for}\`, and where it is used \`{for: =vars.${name}, calendar: ${value.calendar}}\``,
              }),
            ]
          : [],
      );
    }),
};

function isWorkingTime(value: unknown): value is { readonly for: string; readonly calendar: string } {
  return (
    isObject(value) &&
    typeof value['for'] === 'string' &&
    typeof value['calendar'] === 'string' &&
    Object.keys(value).every((key) => ['for', 'calendar', 'at'].includes(key))
  );
}
