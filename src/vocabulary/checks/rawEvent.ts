import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { findTriggers } from './triggers.js';

export const rawEvent: CheckWord = {
  code: 'CRM318',
  name: 'raw-event',
  doc: 'A trigger listens to a raw change event. Triggers say `changed:` with a field, so that they start for that field only; raw events are for `waitFor` and `exit`.',
  run: (project, words) =>
    findTriggers(project, words).flatMap(({ resource, forms }) =>
      forms.flatMap((form) => {
        const event =
          form.word.name === 'event' ? words.events.find(({ name }) => name === form.spec.event) : undefined;
        if (event?.raw !== true) return [];
        return [
          findingAt(resource, [...form.path, 'event'], {
            severity: 'error',
            code: 'CRM318',
            message: `a trigger does not listen to ${event.name} itself`,
            suggestion: `write \`changed: ${event.about}.<field>\` with the field that matters`,
          }),
        ];
      }),
    ),
};
