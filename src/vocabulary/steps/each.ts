import { shapes } from '../../language/shape.js';
import { any, boolean, listOf, number } from '../../language/valueType.js';
import { digestOf } from '../../model/digest.js';
import { isObject } from '../../model/json.js';
import type { ListElement } from '../../model/instance.js';
import type { FlowContext, StepWord } from '../meaning/step.js';
import { stepList } from './list.js';

export const each: StepWord = {
  name: 'each',
  doc: 'Steps for every element of a list, one after the other, as the list is when the step is reached. The element is bound as `order`, `customer` or `item` by its type, else as `element`; its `id`, or what `by` names, is part of the identity of the steps. `.count` is how many were gone through, `.ok` false when `max` left some out.',
  example:
    '{id: lines, each: =order.items, by: offer.article, max: 20, do: [{id: check, task: {text: "Проверить {{ item.offer.name }}"}}]}',
  value: shapes.value(shapes.list(shapes.data({ texts: false })), listOf(any), 'The list: an expression.'),
  siblings: {
    by: shapes.string({
      doc: 'Path within an element that tells it apart; default: its `id`, else its whole content.',
      pattern: /^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/,
      patternName: 'a path such as offer.article',
    }),
    max: shapes.number({ integer: true, min: 1, max: 1000, doc: 'Most elements. Default: 100.' }),
    do: stepList(),
  },
  required: ['do'],
  loops: true,
  element: ['each'],
  results: { count: number, ok: boolean },
  bodies: () => [['do']],
  run: (context) => {
    const { round, spec } = context;
    const found = round === 0 ? elementsOf(context) : undefined;
    const elements = found?.slice(0, Number(spec['max'] ?? defaultMax)) ?? context.elements ?? [];
    const ok = found === undefined ? context.own['ok'] === true : elements.length === found.length;
    if (round >= elements.length) return { do: 'next', result: { count: elements.length, ok } };
    return {
      do: 'enter',
      body: 0,
      round: round + 1,
      result: { count: round + 1, ok },
      ...(round === 0 && { elements }),
    };
  },
};

const defaultMax = 100;

/** Elements that are told apart by nothing are one. */
function elementsOf({ evaluate, spec }: FlowContext): readonly ListElement[] {
  const list = evaluate(['each']);
  const by = typeof spec['by'] === 'string' ? spec['by'].split('.') : ['id'];
  const found = new Map<string, unknown>();
  for (const value of Array.isArray(list) ? (list as readonly unknown[]) : []) {
    const mark = by.reduce<unknown>((inner, member) => (isObject(inner) ? inner[member] : undefined), value);
    const key = keyText(mark ?? value);
    if (!found.has(key)) found.set(key, value);
  }
  return [...found].map(([key, value]) => ({ key, value }));
}

function keyText(mark: unknown): string {
  return typeof mark === 'string' || typeof mark === 'number' ? String(mark) : digestOf(mark).slice(0, 16);
}
