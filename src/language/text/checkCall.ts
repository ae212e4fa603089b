import { instant } from '../../model/instant.js';
import { momentOf } from '../moment.js';
import { didYouMean } from '../nearest.js';
import { any, number, type ValueType } from '../valueType.js';
import { textCodes } from './codes.js';
import { modifyDate } from './dates.js';
import { filters, functions, tests } from './filters.js';
import { typeOfGuarded } from './guarded.js';
import { nameOf, problem } from './members.js';
import { calledName, pathOf, rangeOf } from './places.js';
import { twig, type Node } from './twing.js';
import type { Walk } from './walk.js';

/** Type of a filter's, function's or test's result; reports names that texts do not have. */
export function checkCall(node: Node, walk: Walk): ValueType {
  const operand = node.children['operand'];
  const name = String(node.attributes['operatorName']);
  const isGuard = name === 'default' || name === 'defined';
  const type = operand ? (isGuard ? typeOfGuarded(operand, walk) : walk.typeOf(operand)) : any;
  const yields = checkArguments(node, type, walk);
  if (node.type === 'filter') checkFilter(name, node, type, walk);
  if (name === 'date' || name === 'date_modify') checkDate(name, node, walk);
  checkCount(name, node, walk);
  switch (node.type) {
    case 'filter':
      return known(filters, name, 'filter', node, walk)?.(type, yields) ?? any;
    case 'function':
      return known(functions, name, 'function', node, walk) ?? any;
    default:
      return known(tests, name, 'test', node, walk) ?? any;
  }
}

function known<T>(
  table: Readonly<Record<string, T>>,
  name: string,
  noun: string,
  node: Node,
  walk: Walk,
): T | undefined {
  if (Object.hasOwn(table, name)) return table[name];
  const code = noun === 'filter' ? textCodes.unknownFilter : textCodes.unknownFunction;
  walk.report(
    problem(code, `there is no ${noun} "${name}"`, calledName(node, walk), didYouMean(name, Object.keys(table))),
  );
  return undefined;
}

/** Too few or too many arguments, and names that are no parameters: an error only when the message is sent, else. */
function checkCount(name: string, node: Node, walk: Walk): void {
  const parameters = twig().parameters(node.type as 'filter' | 'function' | 'test', name);
  if (!parameters || parameters.variadic) return;
  const keys = Object.values(node.children['arguments']?.children ?? {}).filter((_, index) => index % 2 === 0);
  const { names, required } = parameters;
  const unknown = keys
    .map((key) => key.attributes['value'])
    .find((key) => typeof key === 'string' && !names.includes(key));
  const message =
    unknown !== undefined
      ? `"${name}" has no parameter "${String(unknown)}"`
      : keys.length < required
        ? `"${name}" needs ${names.slice(0, required).join(', ')}`
        : keys.length > names.length
          ? `"${name}" takes ${names.length === 0 ? 'no arguments' : `no more than ${names.join(', ')}`}`
          : undefined;
  if (message !== undefined) walk.report(problem(textCodes.wrongArguments, message, calledName(node, walk)));
}

const listFilters = new Set([
  'join',
  'first',
  'last',
  'map',
  'filter',
  'reduce',
  'sort',
  'column',
  'batch',
  'reverse',
  'slice',
  'merge',
  'keys',
  'length',
  'default',
  'json_encode',
]);

/** Objects have no text form: `{{ order|upper }}` says as little as `{{ order }}`. */
function checkFilter(name: string, node: Node, type: ValueType, walk: Walk): void {
  const whole = type.type === 'object' || type.type === 'list' || type.type === 'map';
  if (!whole || listFilters.has(name) || !Object.hasOwn(filters, name)) return;
  const range = rangeOf(node.children['operand']!, walk);
  walk.report(
    problem(textCodes.unprintable, `the filter "${name}" needs a text or a number, not ${nameOf(type)}`, range),
  );
}

/** Arrow functions see the elements of what the filter is applied to; their type is what they yield. */
function checkArguments(node: Node, operand: ValueType, walk: Walk): ValueType {
  let yields: ValueType = any;
  const pairs = Object.values(node.children['arguments']?.children ?? {});
  for (let index = 1; index < pairs.length; index += 2) {
    const argument = pairs[index]!;
    if (argument.type === 'arrow_function') yields = checkArrow(argument, node, operand, walk);
    else walk.typeOf(argument);
  }
  return yields;
}

function checkArrow(arrow: Node, call: Node, operand: ValueType, walk: Walk): ValueType {
  const element = operand.type === 'list' || operand.type === 'map' ? operand.of : any;
  const path = call.children['operand'] && pathOf(call.children['operand'], walk);
  const names = Object.values(arrow.children['names']!.children).map(({ attributes }) => String(attributes['name']));
  const types = typesOfParameters(String(call.attributes['operatorName']), element);
  const before = names.map((name) => [name, walk.locals.get(name)] as const);
  names.forEach((name, index) => {
    const type = types[index] ?? any;
    walk.locals.set(name, { type, path: type === element ? path : undefined });
  });
  const result = walk.typeOf(arrow);
  for (const [name, local] of before) {
    if (local) walk.locals.set(name, local);
    else walk.locals.delete(name);
  }
  return result;
}

function typesOfParameters(filter: string, element: ValueType): readonly ValueType[] {
  if (filter === 'sort') return [element, element];
  return filter === 'reduce' ? [any, element] : [element, number];
}

/** A literal moment or change that could not be read when the message is sent. */
function checkDate(name: string, node: Node, walk: Walk): void {
  const literal =
    name === 'date_modify'
      ? firstArgument(node)
      : node.type === 'function'
        ? firstArgument(node)
        : node.children['operand'];
  const text = literal?.type === 'constant' ? literal.attributes['value'] : undefined;
  if (typeof text !== 'string' || literal === undefined) return;
  const readable =
    modifyDate(instant(0), text, 'UTC') !== undefined || (name === 'date' && momentOf(text, 'UTC') !== undefined);
  if (!readable)
    walk.report(
      problem(
        textCodes.badDate,
        `"${text}" is no moment`,
        rangeOf(literal, walk),
        'write 2026-03-02, "now", "+1 day", "first day of next month" …',
      ),
    );
}

function firstArgument(node: Node): Node | undefined {
  return node.children['arguments']?.children['1'];
}
