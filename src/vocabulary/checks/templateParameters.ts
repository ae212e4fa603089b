import { didYouMean } from '../../language/nearest.js';
import { isObject } from '../../model/json.js';
import type { CheckWord } from '../word.js';
import { findSendings } from './channels.js';
import { findingAt } from './finding.js';

export const templateParameters: CheckWord = {
  code: 'CRM315',
  name: 'template-parameters',
  doc: 'A step gives a template a parameter that it does not declare, or leaves out one without a default.',
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
        ...needed.map(([name]) =>
          findingAt(resource, path, {
            severity: 'error',
            code: 'CRM315',
            message: `the template "${template.code}" needs the parameter "${name}"`,
            suggestion: `write \`with: {${name}: …}\`, or give it a default in ${template.file}:${String(template.line)}`,
          }),
        ),
      ];
    }),
};
