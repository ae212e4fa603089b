import { order } from './compare.js';
import { formatDate, modifyDate } from './dates.js';
import { ownFilters } from './filters.js';
import { momentIn } from './moments.js';
import { escapeHtml, isEmpty, printed } from './print.js';
import type { Evaluate, Rendering } from './rendering.js';
import type { Frame, Node } from './twing.js';
import { isMarkup, isMoment, isReference, isView, memberOf, moment, unwrap, type Reading } from './value.js';

/** A filter. Nothing stays nothing, except where the filter is about that. */
export const applyFilter: Evaluate = (node, frame, rendering) => {
  const name = String(node.attributes['operatorName']);
  const operand = rendering.execute(node.children['operand']!, frame) ?? null;
  if (name === 'default') return isEmpty(operand) ? (argumentsOf(node, frame, rendering)?.[0] ?? null) : operand;
  if (name === 'length') return lengthOf(operand);
  if (operand === null) return null;
  const filter = own[name];
  const values = argumentsOf(node, frame, rendering);
  if (values === undefined) return null;
  if (filter) return filter(operand, inOrder(name, node, values), rendering);
  // What is not there would leave a hole between the others.
  if (name === 'join' && elementsOf(operand).some((element) => element === null || element === undefined)) return null;
  return proceed(node, frame, rendering, name, operand, values);
};

type Filter = (operand: unknown, values: readonly unknown[], rendering: Rendering) => unknown;

const own: Readonly<Record<string, Filter>> = {
  date: (operand, [format, zone], { reading }) => {
    const { ambient } = reading;
    const at = momentIn(operand, ambient);
    return at === undefined
      ? null
      : formatDate(
          at,
          typeof format === 'string' ? format : 'F j, Y H:i',
          typeof zone === 'string' ? zone : ambient.zone,
        );
  },
  date_modify: (operand, [words], { reading }) => {
    const at = momentIn(operand, reading.ambient);
    const moved = at === undefined ? undefined : modifyDate(at, String(words), reading.ambient.zone);
    return moved === undefined ? null : moment(moved, reading.ambient.zone);
  },
  capitalize: (operand) => {
    const text = printed(operand) ?? '';
    return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
  },
  column: (operand, [name], { reading }) =>
    elementsOf(operand).map((element) => memberOf(element, String(name), reading)),
  sort: (operand, [compare], { reading }) => sorted(operand, compare, reading),
  escape: (operand, [strategy], rendering) => escaped(operand, strategy, rendering),
  e: (operand, [strategy], rendering) => escaped(operand, strategy, rendering),
};

/** Names of the arguments; a number for one that stands in its place. */
function keysOf(node: Node): readonly unknown[] {
  return Object.values(node.children['arguments']!.children)
    .filter((_, index) => index % 2 === 0)
    .map((key) => key.attributes['value']);
}

function hasNames(node: Node): boolean {
  return keysOf(node).some((key) => typeof key === 'string');
}

/** Arguments in the order of the parameters: `date(timezone='UTC')` has none for the first. */
function inOrder(filter: string, node: Node, values: readonly unknown[]): readonly unknown[] {
  const named = keysOf(node);
  if (!hasNames(node)) return values;
  return (ownFilters[filter] ?? []).map(
    ({ name }, position) => values[named.findIndex((key) => key === name || key === position)],
  );
}

function escaped(operand: unknown, strategy: unknown, { twig }: Rendering): unknown {
  const text = printed(operand) ?? '';
  if (strategy === 'url') return twig.markup(encodeURIComponent(text));
  return isMarkup(operand) ? operand : twig.markup(escapeHtml(text));
}

function sorted(operand: unknown, compare: unknown, { ambient }: Reading): unknown {
  const by =
    typeof compare === 'function'
      ? (a: unknown, b: unknown) => Number((compare as (...args: unknown[]) => unknown)(a, b))
      : undefined;
  return [...elementsOf(operand)].sort(by ?? ((a, b) => order(a, b, ambient.zone) ?? 0));
}

function lengthOf(operand: unknown): number {
  if (operand === null) return 0;
  if (Array.isArray(operand)) return operand.length;
  if (operand instanceof Map) return operand.size;
  return [...(printed(operand) ?? '')].length;
}

function elementsOf(operand: unknown): readonly unknown[] {
  if (Array.isArray(operand)) return operand;
  return operand instanceof Map ? [...operand.values()] : [];
}

/** Filters that take a number as its text: twing itself makes nothing of one, or throws. */
const ofText: ReadonlySet<string> = new Set(['replace', 'split', 'url_encode']);

/** The engine's own filter, on plain values. In HTML `nl2br` escapes what it marks as safe. */
function proceed(
  node: Node,
  frame: Frame,
  { twig, escape }: Rendering,
  name: string,
  operand: unknown,
  values: readonly unknown[],
): unknown {
  let value = name === 'json_encode' || name === 'keys' ? unwrap(operand) : plainOperand(operand);
  if (typeof value === 'number' && ofText.has(name)) value = printed(value);
  if (name === 'nl2br' && escape && !isMarkup(operand)) value = escapeHtml(String(value));
  if (!hasNames(node)) return twig.filter(name, value, values, frame);
  return twig.proceed(
    {
      ...node,
      children: {
        operand: twig.constant(value, node),
        arguments: constantArguments(node.children['arguments']!, values, twig),
      },
    },
    frame,
  );
}

function constantArguments(list: Node, values: readonly unknown[], twig: Rendering['twig']): Node {
  const children: Record<string, Node> = {};
  for (const [key, child] of Object.entries(list.children)) {
    const index = Number(key);
    children[key] = index % 2 === 0 ? child : twig.constant(values[(index - 1) / 2], child);
  }
  return { ...list, children };
}

function plainOperand(operand: unknown): unknown {
  if (isReference(operand) || isMoment(operand) || isMarkup(operand)) return printed(operand);
  return isView(operand) ? unwrap(operand) : operand;
}

/**
 * The values of a call's arguments, in order; `undefined` when one is missing: a member or variable, or inside of a
 * list or map that is written out (`|replace({'%name%': customer.firstName})`).
 */
export function argumentsOf(node: Node, frame: Frame, { execute }: Rendering): readonly unknown[] | undefined {
  const pairs = Object.values(node.children['arguments']!.children);
  const values: unknown[] = [];
  for (let index = 1; index < pairs.length; index += 2) {
    const argument = pairs[index]!;
    const value = execute(argument, frame);
    if (lacks(argument, value)) return undefined;
    values.push(isReference(value) || isMoment(value) ? printed(value) : value);
  }
  return values;
}

function lacks(node: Node, value: unknown): boolean {
  if (node.type === 'constant') return false;
  if (node.type !== 'hash' && node.type !== 'array') return value === null || value === undefined;
  return elementsOf(value).some((element) => element === null || element === undefined);
}
