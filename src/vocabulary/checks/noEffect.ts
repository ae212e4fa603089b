import type { Path } from '../../language/project.js';
import { isObject } from '../../model/json.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { findStepLists, findTriggers } from './triggers.js';

type Spec = Readonly<Record<string, unknown>>;

/** What stands there and does nothing: its place, why, and what was meant. */
interface Idle {
  readonly at: Path;
  readonly message: string;
  readonly suggestion: string;
}

export const noEffect: CheckWord = {
  code: 'CRM349',
  name: 'no-effect',
  doc: 'A key has no effect beside the others that are given, or a step is left with nothing to do: what was meant does not happen.',
  run: (project, words) => [
    ...findTriggers(project, words).flatMap(({ resource, forms }) =>
      forms.flatMap(({ spec, path }) =>
        spec['orderBy'] === undefined || spec['each'] !== undefined
          ? []
          : [
              findingAt(
                resource,
                [...path, 'orderBy'],
                {
                  severity: 'error',
                  code: 'CRM349',
                  message: '`orderBy` has no effect without `each`',
                  suggestion: 'say of which list: `each: segment("…")`',
                },
                'key',
              ),
            ],
      ),
    ),
    ...findStepLists(project, words).flatMap(({ resource, steps }) =>
      steps.flatMap(({ spec, path, word }) =>
        (idles[word.name]?.(asObject(spec[word.name]), spec) ?? []).map(({ at, message, suggestion }) =>
          findingAt(resource, [...path, ...at], { severity: 'error', code: 'CRM349', message, suggestion }, 'key'),
        ),
      ),
    ),
  ],
};

function asObject(value: unknown): Spec {
  return isObject(value) ? value : {};
}

/** By word, from its value and from the whole step. */
const idles: Readonly<Record<string, (value: Spec, step: Spec) => readonly Idle[]>> = {
  discount: (value) =>
    value['of'] === 'item'
      ? []
      : beside(value, 'discount', ['where', 'units'], 'on a discount of the whole order', 'add `of: item`'),
  items: (value) => (value['add'] === undefined ? [] : beside(value, 'items', ['where'], 'beside `add`', 'use `if`')),
  wait: (value) => [
    ...(value['open'] === undefined
      ? []
      : beside(value, 'wait', ['at', 'calendar'], 'beside `open`', 'make two steps of it')),
    ...(value['until'] === undefined
      ? []
      : beside(value, 'wait', ['calendar'], 'beside `until`', 'wait on with a step `wait: {open: …}`')),
  ],
  waitFor: (value, step) =>
    ['since', 'timeout'].flatMap((key) =>
      value[key] === undefined || step[key] === undefined
        ? []
        : [{ at: [key], message: `\`${key}\` is given twice`, suggestion: 'keep one of them' }],
    ),
  bonus: (value) => [
    ...(value['reverse'] === undefined
      ? beside(value, 'bonus', ['share'], 'without `reverse`', 'compute the amount: `credit: =order.totalSumm * 0.05`')
      : []),
    ...(value['credit'] === undefined
      ? beside(
          value,
          'bonus',
          ['activates', 'expires'],
          'without `credit`',
          'what is spent or taken back keeps its dates',
        )
      : []),
  ],
  coupon: (value) =>
    value['pool'] === undefined
      ? []
      : beside(value, 'coupon', ['prefix'], 'beside `pool`', 'the codes of a pool are as they are'),
  customer: (value) =>
    value['merge'] === undefined ? [] : beside(value, 'customer', ['key'], 'beside `merge`', 'it belongs to `create`'),
  send: ({ template }) =>
    isObject(template) && Object.keys(template).length < 2
      ? [
          {
            at: ['send', 'template'],
            message: '`by` has nothing to choose from',
            suggestion: 'name the templates: `{by: =…, a: code-a}`',
          },
        ]
      : [],
  set: (value) => empty('set', Object.keys(value).length === 0, 'set: {order.status: …}'),
  tag: (value) => empty('tag', value['add'] === undefined && value['remove'] === undefined, 'tag: {add: …}'),
  split: (value) => empty('split', !Object.values(value).some((weight) => Number(weight) > 0), 'split: {a: 50, b: 50}'),
};

function beside(
  value: Spec,
  word: string,
  keys: readonly string[],
  where: string,
  suggestion: string,
): readonly Idle[] {
  return keys
    .filter((key) => value[key] !== undefined)
    .map((key) => ({ at: [word, key], message: `\`${key}\` has no effect ${where}`, suggestion }));
}

function empty(word: string, isEmpty: boolean, example: string): readonly Idle[] {
  return isEmpty ? [{ at: [word], message: `\`${word}\` has nothing to do`, suggestion: `as in ${example}` }] : [];
}
