import { isObject } from '../../model/json.js';
import type { Path, Resource } from '../../language/project.js';
import { memberAt } from '../kinds/findSteps.js';
import type { StepWord } from '../meaning/step.js';
import { entityOfPath } from '../on/path.js';
import { isOfCustomer } from '../roles/keys.js';
import type { CheckWord, Vocabulary } from '../word.js';
import { findingAt } from './finding.js';
import { findTriggers, watchedFields, type FoundTrigger } from './triggers.js';

export const neverConcerns: CheckWord = {
  code: 'CRM326',
  name: 'never-concerns',
  doc: 'A trigger that is about an order, or about an event that may carry one, waits for, exits by or has as its goal that an order is created. Where both have an order an event concerns an instance only when it is the same one, and that was created before. With `key: customer.id` the instance is about the customer and hears of all of his orders.',
  run: (project, words, compiled) =>
    findTriggers(project, words)
      .filter(({ resource }) => !isOfCustomer(keyOf(resource, compiled)))
      .flatMap((trigger) => {
        const { forms } = trigger;
        const isSure = forms.every(isAboutAnOrder);
        if (forms.length === 0 || !forms.every((form) => isAboutAnOrder(form) || mayCarryAnOrder(form, words)))
          return [];
        return awaited(trigger)
          .filter(([pattern]) => isObject(pattern) && pattern['event'] === 'order.created')
          .map(([, path]) =>
            findingAt(trigger.resource, [...path, 'event'], {
              severity: 'warning',
              code: 'CRM326',
              message: isSure
                ? 'order.created never concerns an instance that has an order: another order is another matter, and its own was there before'
                : 'order.created concerns no instance whose event carried an order: another order is another matter, and its own was there before',
              suggestion: 'with `key: customer.id` the trigger is about the customer and hears of all of his orders',
            }),
          );
      }),
};

/** Everything that the instances wait for, exit by and have as their goal, with its place. */
function awaited({ resource, steps }: FoundTrigger): readonly (readonly [unknown, Path])[] {
  const { exit, goal } = resource.spec;
  return [
    ...(Array.isArray(exit) ? exit.map((each, index) => [each, ['exit', index]] as const) : []),
    [goal, ['goal']],
    ...steps.flatMap(({ spec, path, word, isAction }) =>
      // `isAction` tells the two kinds of word apart.
      (isAction ? [] : ((word as StepWord).patterns?.(spec) ?? [])).map(
        (pattern) => [memberAt(spec, pattern), [...path, ...pattern]] as const,
      ),
    ),
  ];
}

function keyOf(
  { address, spec }: Resource,
  compiled: Parameters<CheckWord['run']>[2],
): readonly { readonly reads: readonly string[] }[] {
  const parts = Array.isArray(spec.key) ? spec.key : [];
  return parts.flatMap((_, index) => compiled.expression(address, ['key', index]) ?? []);
}

/** An event that is about something else and tells of an order when there is one: a message, a call, a review. */
function mayCarryAnOrder({ spec, word }: FoundTrigger['forms'][number], words: Vocabulary): boolean {
  if (spec['each'] !== undefined || word.name !== 'event') return false;
  const event = words.events.find(({ name }) => name === spec['event']);
  return event !== undefined && 'order' in event.carries;
}

/** Its entries certainly have an order: the event is about one, or a field of one. */
function isAboutAnOrder(form: FoundTrigger['forms'][number]): boolean {
  const { spec, word } = form;
  if (spec['each'] !== undefined) return false;
  if (word.deadline?.subject(spec) !== undefined) return word.deadline.subject(spec) === 'order';
  const fields = watchedFields(form);
  if (fields.length > 0) return fields.every((field) => entityOfPath(field) === 'order');
  return /^(order|item|payment|delivery)\./.test(String(spec['event']));
}
