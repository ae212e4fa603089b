import type { Environment, SourceProblem } from '../scope.js';
import { any, boolean, mapOf, number, record, string } from '../valueType.js';
import type { ValueType } from '../valueType.js';
import { textCodes } from './codes.js';
import { nameOf, problem } from './members.js';
import { pathOf, rangeOf } from './places.js';
import { checkPrintable, typeOf } from './typeOf.js';
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
  return { problems, reads: [...reads].sort(), roots };
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
      return checkPrintable(node.children['expression']!, walk);
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
