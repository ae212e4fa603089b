import { any, boolean, listOf, mapOf, number, string, type ValueType } from '../valueType.js';
import { checkCall } from './checkCall.js';
import { visitParent } from './checkTaking.js';
import { textCodes } from './codes.js';
import { typeOfGuarded } from './guarded.js';
import { problem, unknownVariable, unprintable } from './members.js';
import { rangeOf } from './places.js';
import type { Node } from './twing.js';
import { typeOfMember } from './typeOfMember.js';
import type { Walk } from './walk.js';

/** Type of an expression; reports names that are not there and what texts do not know. */
export function typeOf(node: Node, walk: Walk): ValueType {
  const of = (name: string): ValueType => walk.typeOf(node.children[name]!);
  switch (node.type) {
    case 'name':
      return typeOfName(node, walk);
    case 'attribute_accessor':
      return typeOfMember(node, walk);
    case 'constant':
      return typeOfConstant(node.attributes['value']);
    case 'conditional': {
      of('expr1');
      return common(of('expr2'), of('expr3'));
    }
    case 'nullish_coalescing':
      return common(typeOfGuarded(node.children['expr2']!, walk), of('expr3'));
    case 'concatenate':
      checkPrintable(node.children['left']!, walk);
      checkPrintable(node.children['right']!, walk);
      return string;
    case 'array':
      return listOf(elements(node, walk));
    case 'hash':
      return mapOf(elements(node, walk));
    case 'arrow_function':
      return walk.typeOf(node.children['body']!);
    case 'filter':
    case 'function':
    case 'test':
      return checkCall(node, walk);
    case 'parent_function':
      visitParent(node, walk);
      return string;
    case 'matches':
    case 'has_some':
    case 'has_every':
    case 'method_call':
    case 'block_function':
    case 'spread':
      walk.report(
        problem(
          textCodes.notSupported,
          `texts do not know ${words[node.type] ?? node.type}`,
          rangeOf(node, walk),
          alternatives[node.type],
        ),
      );
      return any;
    default:
      for (const child of Object.values(node.children)) walk.typeOf(child);
      return (node.type === null ? undefined : results[node.type]) ?? any;
  }
}

/** An expression whose value becomes text: objects and lists have none. */
export function checkPrintable(expression: Node, walk: Walk): void {
  const type = walk.typeOf(expression);
  const range = rangeOf(expression, walk);
  const found = unprintable(type, walk.source.slice(range.start, range.end), range, walk.environment);
  if (found) walk.report(found);
}

const words: Readonly<Record<string, string>> = {
  matches: 'the operator "matches"',
  has_some: 'the operator "has some"',
  has_every: 'the operator "has every"',
  method_call: 'macros',
  block_function: 'the function "block"',
  spread: 'the spread operator',
};
const alternatives: Readonly<Record<string, string>> = {
  matches: 'use "in", "starts with" or "ends with", or test it in a condition of the trigger',
};

const results: Readonly<Record<string, ValueType>> = {
  ...Object.fromEntries(
    ['and', 'or', 'not', 'is_equal_to', 'is_not_equal_to', 'is_in', 'is_not_in', 'starts_with', 'ends_with'].map(
      (name) => [name, boolean],
    ),
  ),
  ...Object.fromEntries(
    ['is_less_than', 'is_less_than_or_equal_to', 'is_greater_than', 'is_greater_than_or_equal_to'].map((name) => [
      name,
      boolean,
    ]),
  ),
  ...Object.fromEntries(
    [
      'add',
      'subtract',
      'multiply',
      'divide',
      'divide_and_floor',
      'modulo',
      'power',
      'negative',
      'positive',
      'spaceship',
    ].map((name) => [name, number]),
  ),
  range: listOf(number),
};

function typeOfName(node: Node, walk: Walk): ValueType {
  const name = String(node.attributes['name']);
  const local = walk.locals.get(name);
  if (local) return local.type;
  const type = Object.hasOwn(walk.environment.variables, name) ? walk.environment.variables[name] : undefined;
  if (type === undefined) {
    if (walk.environment.open === true) return any;
    walk.report(unknownVariable(name, rangeOf(node, walk), walk.environment));
    return any;
  }
  walk.root(name);
  return type;
}

function typeOfConstant(value: unknown): ValueType {
  return typeof value === 'string'
    ? string
    : typeof value === 'number'
      ? number
      : typeof value === 'boolean'
        ? boolean
        : any;
}

function elements(node: Node, walk: Walk): ValueType {
  const types = Object.values(node.children)
    .map(walk.typeOf)
    .filter((_, index) => index % 2 === 1);
  return (
    types.reduce<ValueType | undefined>((all, type) => (all === undefined ? type : common(all, type)), undefined) ?? any
  );
}

function common(a: ValueType, b: ValueType): ValueType {
  if (a.type !== b.type) return any;
  return JSON.stringify(a) === JSON.stringify(b) ? a : a.type === 'string' ? string : any;
}
