import { canonicalJson } from '../../model/digest.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { findTriggers } from './triggers.js';

export const sameFormTwice: CheckWord = {
  code: 'CRM352',
  name: 'same-form-twice',
  doc: 'The same form stands twice in `on`: what it hears starts the trigger once, or twice with `mode: parallel`.',
  run: (project, words) =>
    findTriggers(project, words).flatMap(({ resource, forms }) => {
      const written = forms.map(({ spec }) => canonicalJson(spec));
      return forms.flatMap(({ path }, index) =>
        written.indexOf(written[index]!) === index
          ? []
          : [
              findingAt(resource, path, {
                severity: 'warning',
                code: 'CRM352',
                message: 'the same form stands above already',
                suggestion: 'remove one of them, or tell them apart by `where`',
              }),
            ],
      );
    }),
};
