import type { CheckWord } from '../word.js';
import { formVariables } from '../kinds/triggerScope.js';
import { findingAt, withArticle } from './finding.js';
import { findTriggers } from './triggers.js';

export const actionNeeds: CheckWord = {
  code: 'CRM308',
  name: 'action-needs',
  doc: 'A step needs an order or a customer that what starts the trigger does not bring.',
  run: (project, words) =>
    findTriggers(project, words).flatMap(({ resource, forms, reached }) => {
      const scopes = formVariables(resource.spec, project, words);
      if (forms.length === 0 || forms.length < scopes.length) return [];
      return reached.flatMap(({ path, word }) =>
        ('needs' in word ? (word.needs ?? []) : []).flatMap((need) => {
          const without = scopes.flatMap((scope, index) => (need in scope ? [] : [forms[index]!.word.name]));
          if (without.length === 0) return [];
          const never = without.length === scopes.length;
          return [
            findingAt(resource, [...path, word.name], {
              severity: never ? 'error' : 'warning',
              code: 'CRM308',
              message: `\`${word.name}\` needs ${withArticle(need)}, and \`${[...new Set(without)].join('`, `')}\` brings none${never ? '' : ': such entries skip the step'}`,
              suggestion: `give the form \`each:\` with a list of ${need}s, or start the trigger by an event of ${withArticle(need)}`,
            }),
          ];
        }),
      );
    }),
};
