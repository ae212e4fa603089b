import { canonicalJson } from '../../model/digest.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { findTriggers } from './triggers.js';

export const formIdTwice: CheckWord = {
  code: 'CRM356',
  name: 'form-id-twice',
  doc: 'Two different forms of a trigger have the same `id`: `event.on` does not tell which of them fired.',
  run: (project, words) =>
    findTriggers(project, words).flatMap(({ resource, forms }) =>
      forms.flatMap(({ spec, path }, index) => {
        const { id } = spec;
        const twin = forms.slice(0, index).find((other) => id !== undefined && other.spec['id'] === id);
        // One and the same form is what same-form-twice is about.
        if (twin === undefined || canonicalJson(twin.spec) === canonicalJson(spec)) return [];
        return [
          findingAt(resource, [...path, 'id'], {
            severity: 'warning',
            code: 'CRM356',
            message: `another form of this trigger has the id "${String(id)}"`,
            suggestion: 'give it an id of its own: `event.on` holds it',
          }),
        ];
      }),
    ),
};
