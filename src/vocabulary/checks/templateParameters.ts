import { didYouMean } from '../../language/nearest.js';
import type { Resource } from '../../language/project.js';
import { isObject } from '../../model/json.js';
import type { CheckWord } from '../word.js';
import { findSendings } from './channels.js';
import { findingAt } from './finding.js';

export const templateParameters: CheckWord = {
  code: 'CRM315',
  name: 'template-parameters',
  doc: 'A step gives a template a parameter that it does not declare, or leaves out one without a default: a note where no text reads it.',
  run: (project, words) =>
    findSendings(project, words).flatMap(({ resource, template, path, given, givenPath }) => {
      const declared = isObject(template.spec.params) ? template.spec.params : {};
      const needed = Object.entries(declared).filter(
        ([name, type]) => !(name in given) && !(isObject(type) && 'default' in type),
      );
      return [
        ...Object.keys(given)
          .filter((name) => !(name in declared))
          .map((name) =>
            findingAt(resource, [...givenPath, name], {
              severity: 'error',
              code: 'CRM315',
              message: `the template "${template.code}" has no parameter "${name}"`,
              suggestion:
                didYouMean(name, Object.keys(declared)) ??
                `declare it under \`params\` in ${template.file}:${String(template.line)}`,
            }),
          ),
        ...needed.map(([name]) => {
          const isRead = reads(template, name);
          return findingAt(resource, path, {
            severity: isRead ? 'error' : 'note',
            code: 'CRM315',
            message: `the template "${template.code}" ${isRead ? 'needs' : 'declares and does not read'} the parameter "${name}"`,
            suggestion: `write \`with: {${name}: …}\`, or ${isRead ? 'give it a default' : 'drop it'} in ${template.file}:${String(template.line)}`,
          });
        }),
      ];
    }),
};

function reads({ sites }: Resource, parameter: string): boolean {
  const named = new RegExp(`\\bparams\\.${parameter}\\b`);
  return sites.some(({ source }) => named.test(source));
}
