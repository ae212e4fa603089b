import { isObject } from '../../model/json.js';
import type { Path } from '../../language/project.js';
import { memberAt } from '../kinds/findSteps.js';
import type { StepWord } from '../meaning.js';
import { entityOfPath } from '../on/path.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { findTriggers, watchedFields, type FoundTrigger } from './triggers.js';

export const neverConcerns: CheckWord = {
  code: 'CRM326',
  name: 'never-concerns',
  doc: 'A trigger about an order waits for, exits by or has as its goal that an order is created. Where both have an order an event concerns an instance only when it is the same one, and that was created before.',
  run: (project, words) =>
    findTriggers(project, words)
      .filter(({ forms }) => forms.length > 0 && forms.every(isAboutAnOrder))
      .flatMap(({ resource, steps }) => {
        const { exit, goal } = resource.spec;
        const awaited: readonly (readonly [unknown, Path])[] = [
          ...(Array.isArray(exit) ? exit.map((each, index) => [each, ['exit', index]] as const) : []),
          [goal, ['goal']],
          ...steps.flatMap(({ spec, path, word, isAction }) =>
            // `isAction` tells the two kinds of word apart.
            (isAction ? [] : ((word as StepWord).patterns?.(spec) ?? [])).map(
              (pattern) => [memberAt(spec, pattern), [...path, ...pattern]] as const,
            ),
          ),
        ];
        return awaited
          .filter(([pattern]) => isObject(pattern) && pattern['event'] === 'order.created')
          .map(([, path]) =>
            findingAt(resource, [...path, 'event'], {
              severity: 'warning',
              code: 'CRM326',
              message:
                'order.created never concerns an instance that has an order: another order is another matter, and its own was there before',
              suggestion:
                'start the trigger for the customer, or compare customer.ordersCount with entry.customer.ordersCount',
            }),
          );
      }),
};

/** Its entries certainly have an order: the event is about one, or a field of one. */
function isAboutAnOrder(form: FoundTrigger['forms'][number]): boolean {
  const { spec, word } = form;
  if (spec['each'] !== undefined) return false;
  if (word.deadline?.subject(spec) !== undefined) return word.deadline.subject(spec) === 'order';
  const fields = watchedFields(form);
  if (fields.length > 0) return fields.every((field) => entityOfPath(field) === 'order');
  return /^(order|item|payment|delivery)\./.test(String(spec['event']));
}
