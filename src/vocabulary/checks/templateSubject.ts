import { formVariables } from '../kinds/triggerScope.js';
import type { CheckWord } from '../word.js';
import { findSendings } from './channels.js';
import { findingAt, withArticle } from './finding.js';

export const templateSubject: CheckWord = {
  code: 'CRM320',
  name: 'template-subject',
  doc: 'A step sends a template about something (`for: cart`) that what starts the trigger does not bring: every such message would miss its values.',
  run: (project, words) =>
    findSendings(project, words).flatMap(({ resource, template, path }) => {
      const subject = String(template.spec.for);
      const forms = formVariables(resource.spec, project, words);
      if (forms.length === 0 || forms.some((variables) => subject in variables)) return [];
      // An action that needs the customer says so itself.
      if (subject === 'customer') return [];
      return [
        findingAt(resource, path, {
          severity: 'error',
          code: 'CRM320',
          message: `the template "${template.code}" is about ${withArticle(subject)}, and what starts this trigger brings none`,
          suggestion: `send a template with \`for: ${forms[0] && 'order' in forms[0] ? 'order' : 'customer'}\`, or start the trigger by an event of ${withArticle(subject)}`,
        }),
      ];
    }),
};
