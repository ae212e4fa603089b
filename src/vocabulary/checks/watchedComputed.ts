import { didYouMean } from '../../language/nearest.js';
import type { Path } from '../../language/project.js';
import type { CheckWord } from '../word.js';
import { computedPart } from './computedPart.js';
import { findingAt } from './finding.js';
import { fieldsOfProject, type ProjectFields } from './projectFields.js';
import { findTriggers, watchedFields } from './triggers.js';

/** What the world tells changes of. */
const roots = ['order', 'customer', 'item', 'payment', 'delivery', 'cart', 'loyaltyAccount'];

export const watchedComputed: CheckWord = {
  code: 'CRM348',
  name: 'watched-computed',
  doc: 'A form watches a field that crmctl computes, or that belongs to no order or customer: nobody tells when it changes, so it would start nothing, or too early.',
  run: (project, words) => {
    const fields = fieldsOfProject(project, words);
    return findTriggers(project, words).flatMap(({ resource, forms }) =>
      forms.flatMap((form) => {
        const value = form.spec[form.word.name];
        return watchedFields(form).flatMap((field, index) => {
          const problem = unwatchable(field, form.word.name === 'held' && form.spec['is'] === undefined, fields);
          const path: Path = [...form.path, form.word.name, ...(Array.isArray(value) ? [index] : [])];
          return problem === undefined
            ? []
            : [findingAt(resource, path, { severity: 'error', code: 'CRM348', ...problem })];
        });
      }),
    );
  },
};

/** `isMoment`: of a moment it is asked how long ago it was, whoever computes it. */
function unwatchable(
  field: string,
  isMoment: boolean,
  { objects }: ProjectFields,
): { readonly message: string; readonly suggestion?: string | undefined } | undefined {
  const root = field.split('.')[0]!;
  if (!roots.includes(root))
    return {
      message: `nobody tells of changes of "${root}"`,
      suggestion: didYouMean(root, roots) ?? `fields of ${roots.join(', ')} can be watched`,
    };
  if (field.startsWith('order.customer.'))
    return {
      message: 'what changes about a customer is no change of an order',
      suggestion: `watch ${field.slice('order.'.length)}`,
    };
  const computed = computedPart(field, objects);
  if (computed === undefined || (isMoment && computed.isWhole && computed.field.type.type === 'timestamp'))
    return undefined;
  return {
    message: `${computed.path} is computed, nobody tells when it changes`,
    suggestion:
      computed.instead === undefined
        ? `watch what it is made of, and ask for it in \`where\`: ${computed.field.source ?? ''}`
        : `watch ${computed.instead}`,
  };
}
