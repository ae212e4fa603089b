import type { CheckWord } from '../word.js';
import { findSendings, typeOfVia, typesOfTemplate } from './channels.js';
import { findingAt } from './finding.js';

export const viaWithoutBody: CheckWord = {
  code: 'CRM306',
  name: 'via-without-body',
  doc: 'A step sends a template by a channel for which the template has no text.',
  run: (project, words) =>
    findSendings(project, words).flatMap(({ resource, template, via }) => {
      const types = typesOfTemplate(template);
      return via.flatMap(({ word, path }) => {
        const type = typeOfVia(word, project);
        if (word === 'best' || types.includes(type)) return [];
        return [
          findingAt(resource, path, {
            severity: 'error',
            code: 'CRM306',
            message: `the template "${template.code}" has no text for ${type}`,
            suggestion: `write channels.${type} in ${template.file}:${String(template.line)}, or send by ${types.join(', ')}`,
          }),
        ];
      });
    }),
};
