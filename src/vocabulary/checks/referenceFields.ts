import { referenceFields as fieldsOf } from '../kinds/reference.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';

const everywhere = ['of', 'code', 'name', 'active', 'description', 'tags', 'owner', 'renamedFrom', 'protected'];

export const referenceFields: CheckWord = {
  code: 'CRM314',
  name: 'reference-fields',
  doc: 'A Reference has a field that the CRM knows for other references only; or a CustomField names a dictionary that its type does not use, or lacks the one that it needs.',
  run: (project) => [
    ...project.ofKind('Reference').flatMap((resource) => {
      const of = String(resource.spec.of);
      const allowed = fieldsOf[of];
      const strange = allowed
        ? Object.keys(resource.spec).filter((key) => !everywhere.includes(key) && !(key in allowed))
        : [];
      return strange.map((key) =>
        findingAt(resource, [key], {
          severity: 'error',
          code: 'CRM314',
          message: `${of} has no field "${key}"`,
          suggestion: `its fields: ${['active', ...Object.keys(allowed ?? {})].join(', ')}`,
        }),
      );
    }),
    ...project.ofKind('CustomField').flatMap((resource) => {
      const takes = String(resource.spec.type).includes('dictionary');
      const names = resource.spec.dictionary !== undefined;
      if (takes === names) return [];
      return [
        findingAt(resource, [names ? 'dictionary' : 'type'], {
          severity: 'error',
          code: 'CRM314',
          message: names
            ? `a field of type ${String(resource.spec.type)} has no dictionary`
            : `a field of type ${String(resource.spec.type)} needs a dictionary`,
          suggestion: names
            ? 'remove it, or write `type: dictionary`'
            : 'write `dictionary:` and the code of a Dictionary',
        }),
      ];
    }),
  ],
};
