import type { Environment, SourceProblem } from '../scope.js';
import { any, boolean, listOf, mapOf, number, record, string } from '../valueType.js';
import type { ValueType } from '../valueType.js';
import { checkCall } from './checkCall.js';
import { textCodes } from './codes.js';
import { memberType, nameOf, problem, unknownMember, unknownVariable, unprintable } from './members.js';
import { pathOf, rangeOf, rangeOfMember } from './places.js';
import type { Node } from './twing.js';

/** What a walk over a tree finds. */
export interface Findings {
  readonly problems: readonly SourceProblem[];
  /** Paths that the text reads, with the variable first. */
  readonly reads: readonly string[];
  /** Variables of the environment among them. */
  readonly roots: ReadonlySet<string>;
}

/** Checks a tree of the parser against what is in scope: variables, members, filters, functions, tests, loops. */
export function checkTree(
  tree: Node,
  source: string,
  offsetOf: (node: Node) => number,
  environment: Environment,
): Findings {
  const problems: SourceProblem[] = [];
  const reads = new Set<string>();
  const roots = new Set<string>();
  const walk: Walk = {
    source,
    environment,
    locals: new Map(),
    offsetOf,
    report: (found) => {
      if (!problems.some(({ start, code }) => start === found.start && code === found.code)) problems.push(found);
    },
    read: (path) => reads.add(path),
    root: (name) => roots.add(name),
    typeOf: (node) => typeOf(node, walk),
  };
  visit(tree, walk);
  return { problems, reads: [...reads].filter((path) => !isPrefix(path, reads)).sort(), roots };
}

/** A variable of the text itself: its type, and the path that it stands for when it stands for one. */
interface Local {
  readonly type: ValueType;
  readonly path?: string | undefined;
}

export interface Walk {
  readonly source: string;
  readonly environment: Environment;
  readonly locals: Map<string, Local>;
  readonly offsetOf: (node: Node) => number;
  readonly report: (found: SourceProblem) => void;
  readonly read: (path: string) => void;
  readonly root: (name: string) => void;
  readonly typeOf: (node: Node) => ValueType;
}

const loopType = record('loop', {
  index: number,
  index0: number,
  revindex: number,
  revindex0: number,
  first: boolean,
  last: boolean,
  length: number,
  parent: mapOf(any),
});

function visit(node: Node, walk: Walk): void {
  switch (node.type) {
    case 'print':
      return visitPrint(node.children['expression']!, walk);
    case 'for':
      return visitFor(node, walk);
    case 'set':
      return visitSet(node, walk);
    case 'if':
      return visitIf(node, walk);
    case 'text':
    case 'for_loop':
    case 'comment':
    case 'verbatim':
      return;
    default:
      return Object.values(node.children).forEach((child) => visit(child, walk));
  }
}

/** `tests` holds condition, body, condition, body … */
function visitIf(node: Node, walk: Walk): void {
  Object.values(node.children['tests']!.children).forEach((child, index) => {
    if (index % 2 === 0) walk.typeOf(child);
    else visit(child, walk);
  });
  visitElse(node, walk);
}

function visitElse(node: Node, walk: Walk): void {
  if (node.children['else']) visit(node.children['else'], walk);
}

function visitPrint(expression: Node, walk: Walk): void {
  const type = walk.typeOf(expression);
  const range = rangeOf(expression, walk);
  const found = unprintable(type, walk.source.slice(range.start, range.end), range, walk.environment);
  if (found) walk.report(found);
}

function visitFor(node: Node, walk: Walk): void {
  const { locals } = walk;
  const sequence = node.children['sequence']!;
  const type = walk.typeOf(sequence);
  if (type.type !== 'list' && type.type !== 'map' && type.type !== 'any') {
    walk.report(problem(textCodes.notAList, `${nameOf(type)} is no list to loop over`, rangeOf(sequence, walk)));
  }
  const element = type.type === 'list' || type.type === 'map' ? type.of : any;
  const bound: readonly [string, Local][] = [
    [
      String(node.children['keyTarget']!.attributes['name']),
      { type: type.type === 'list' ? number : type.type === 'map' ? string : any },
    ],
    [String(node.children['valueTarget']!.attributes['name']), { type: element, path: pathOf(sequence, walk) }],
    ['loop', { type: loopType }],
  ];
  const before = bound.map(([name]) => [name, locals.get(name)] as const);
  for (const [name, local] of bound) locals.set(name, local);
  visit(node.children['body']!, walk);
  for (const [name, local] of before) {
    if (local) locals.set(name, local);
    else locals.delete(name);
  }
  visitElse(node, walk);
}

function visitSet(node: Node, walk: Walk): void {
  const names = Object.values(node.children['names']!.children);
  const values = node.children['values']!;
  if (node.attributes['captures'] === true) visit(values, walk);
  const types =
    node.attributes['captures'] === true
      ? []
      : Object.values(values.children).map((value) => [walk.typeOf(value), pathOf(value, walk)] as const);
  names.forEach(({ attributes }, index) => {
    const [type, path] = types[index] ?? [string, undefined];
    walk.locals.set(String(attributes['name']), { type, path });
  });
}

function typeOf(node: Node, walk: Walk): ValueType {
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
      return common(of('expr2'), of('expr3'));
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
    case 'matches':
    case 'has_some':
    case 'has_every':
    case 'method_call':
    case 'block_function':
    case 'parent_function':
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

const words: Readonly<Record<string, string>> = {
  matches: 'the operator "matches"',
  has_some: 'the operator "has some"',
  has_every: 'the operator "has every"',
  method_call: 'macros',
  block_function: 'blocks',
  parent_function: 'blocks',
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
  concatenate: string,
  range: listOf(number),
};

function typeOfName(node: Node, walk: Walk): ValueType {
  const name = String(node.attributes['name']);
  const local = walk.locals.get(name);
  if (local) return local.type;
  const type = Object.hasOwn(walk.environment.variables, name) ? walk.environment.variables[name] : undefined;
  if (type === undefined) {
    walk.report(unknownVariable(name, rangeOf(node, walk), walk.environment));
    return any;
  }
  walk.root(name);
  return type;
}

function typeOfMember(node: Node, walk: Walk): ValueType {
  const target = walk.typeOf(node.children['target']!);
  const attribute = node.children['attribute']!;
  if (node.attributes['type'] === 'method') {
    const name = String(attribute.attributes['value']);
    const bare = /^(?:get|is|has)([A-Z]\w*)$/.exec(name)?.[1];
    const property = bare === undefined ? undefined : bare.charAt(0).toLowerCase() + bare.slice(1);
    walk.report(
      problem(
        textCodes.notSupported,
        'texts call no methods',
        rangeOfMember(node, walk),
        property && `write .${property}`,
      ),
    );
    return any;
  }
  if (attribute.type !== 'constant') {
    walk.typeOf(attribute);
    return target.type === 'list' || target.type === 'map' ? target.of : any;
  }
  const name = String(attribute.attributes['value']);
  const type = memberType(target, name, walk.environment);
  if (type === undefined) {
    walk.report(unknownMember(target, name, rangeOfMember(node, walk), walk.environment));
    return any;
  }
  const path = pathOf(node, walk);
  if (path !== undefined) walk.read(path);
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

/** `order` and `order.items` when `order.items.price` is read too. */
function isPrefix(path: string, all: ReadonlySet<string>): boolean {
  return [...all].some((other) => other.startsWith(`${path}.`));
}
