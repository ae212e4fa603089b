import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { neverTrue } from './population/neverTrue.js';
import { findTriggers, stringsOf, type FoundTrigger } from './triggers.js';

export const exitAtEntry: CheckWord = {
  code: 'CRM355',
  name: 'exit-at-entry',
  doc: 'An `exit` holds whenever the trigger starts, by its forms, their `where` and its `when`: an exit is asked for before every effect, so nothing is ever done. It should say what happens later.',
  run: (project, words) =>
    findTriggers(project, words).flatMap((trigger) => {
      const { resource, forms } = trigger;
      const entries = forms.map((form) => entryOf(form, resource.spec['when']));
      return stringsOf(resource.spec['exit']).flatMap((exit, index) =>
        entries.length > 0 && entries.every((entry) => neverTrue([...entry, `!(${exit}\n)`]) && !neverTrue(entry))
          ? [
              findingAt(resource, ['exit', index], {
                severity: 'warning',
                code: 'CRM355',
                message: 'this holds already when the trigger starts: it ends before it does anything',
                suggestion: 'narrow it to what happens later, such as order.status != entry.order.status',
              }),
            ]
          : [],
      );
    }),
};

/** What certainly holds at an entry by a form. */
function entryOf({ spec, word }: FoundTrigger['forms'][number], when: unknown): readonly string[] {
  const [field, ...others] = stringsOf(spec[word.name]);
  const values = spec['to'] ?? spec['is'];
  const codes = stringsOf(values);
  const isKnown = ['changed', 'held', 'overdue'].includes(word.name) && field !== undefined && others.length === 0;
  const isWhole = codes.length > 0 && (!Array.isArray(values) || codes.length === values.length);
  return [
    ...(isKnown && isWhole && !codes.some((code) => code.startsWith('='))
      ? [`${field} in ${JSON.stringify(codes)}`]
      : []),
    ...[spec['where'], when].filter((source) => typeof source === 'string'),
  ];
}
