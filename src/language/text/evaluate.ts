import { givenReader, givenVariables } from '../everywhere.js';
import type { Environment, Scope } from '../scope.js';
import { applyFilter } from './applyFilter.js';
import { applyFunction } from './applyFunction.js';
import { arithmetic, compareNodes } from './operators.js';
import type { Piece } from './piece.js';
import { escapeHtml, isEmpty, isTrue, printed } from './print.js';
import type { Evaluate, Rendering } from './rendering.js';
import { showWhole, takingNodes } from './take.js';
import type { Execute, Frame, Node, Twig } from './twing.js';
import { isMarkup, memberOf, wrap } from './value.js';
import type { Reading } from './value.js';

/**
 * Renders a tree. A missing value travels through filters and operators as nothing; printing nothing aborts, so
 * that conditions, `default` and `??` guard it and no letter goes out with a hole.
 */
export function renderPiece(
  {
    piece,
    taken,
    roots,
  }: { readonly piece: Piece; readonly taken: ReadonlyMap<string, Piece>; readonly roots: ReadonlySet<string> },
  { twig, environment, escape }: { readonly twig: Twig; readonly environment: Environment; readonly escape: boolean },
  scope: Scope,
): { readonly text: string } | { readonly missing: string } {
  const reading: Reading = { ambient: scope.ambient, objects: environment.objects };
  const variables = new Map<string, unknown>();
  for (const name of roots) {
    const given = givenReader(name, environment);
    variables.set(name, wrap(given ? given(scope.ambient) : scope[name], environment.variables[name]!, reading));
  }
  const rendering: Rendering = {
    twig,
    reading,
    escape,
    missing: undefined,
    lacking: new Map(),
    everywhere: new Set(Object.keys(givenVariables(environment))),
    taken,
    chain: [],
    blockOf: 0,
    execute: (node, frame) => run(node, frame),
  };
  const run: Execute = (node, frame) => {
    if (node.type === 'template') return showWhole(piece, frame, rendering);
    // A list of nodes.
    if (node.type === null) return Object.values(node.children).map((child) => run(child, frame));
    const evaluate = nodes[node.type];
    return evaluate ? evaluate(node, frame, rendering) : twig.proceed(node, frame);
  };
  try {
    return { text: twig.run(variables, run) };
  } catch (error) {
    const cause = causeOf(error);
    if (cause instanceof MissingValue) return { missing: cause.path };
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

/** Thrown through the template engine, which has no other way to stop; the engine keeps the cause of what it rethrows. */
class MissingValue extends Error {
  readonly path: string;
  constructor(path: string) {
    super(path);
    this.path = path;
  }
}

function causeOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof Error && !(cause instanceof MissingValue) && 'previous' in cause && cause.previous)
    cause = cause.previous;
  return cause;
}

const nodes: Readonly<Record<string, Evaluate>> = {
  text: ({ attributes }, { outputBuffer }) => outputBuffer.echo(attributes['data']),
  constant: ({ attributes }) => attributes['value'],
  print: (node, frame, rendering) => {
    rendering.missing = undefined;
    frame.outputBuffer.echo(shown(node.children['expression']!, frame, rendering));
    return undefined;
  },
  if: runIf,
  name: (node, frame, rendering) => {
    const name = String(node.attributes['name']);
    const value = (frame.context.get(name) as unknown) ?? null;
    if (value === null) rendering.missing = rendering.lacking.get(name) ?? name;
    return value;
  },
  attribute_accessor: (node, frame, rendering) => {
    const target = rendering.execute(node.children['target']!, frame);
    const name = rendering.execute(node.children['attribute']!, frame);
    const value =
      typeof name === 'string' || typeof name === 'number' ? memberOf(target, name, rendering.reading) : null;
    if (value === null) rendering.missing = pathOf(node);
    return value;
  },
  conditional: (node, frame, rendering) => rendering.execute(branchOf(node, frame, rendering), frame),
  nullish_coalescing: (node, frame, { execute }) =>
    execute(node.children['expr2']!, frame) ?? execute(node.children['expr3']!, frame),
  and: (node, frame, { execute }) =>
    isTrue(execute(node.children['left']!, frame)) && isTrue(execute(node.children['right']!, frame)),
  or: (node, frame, { execute }) =>
    isTrue(execute(node.children['left']!, frame)) || isTrue(execute(node.children['right']!, frame)),
  not: (node, frame, { execute }) => !isTrue(execute(node.children['operand']!, frame)),
  concatenate: (node, frame, { execute }) => {
    const left = printed(execute(node.children['left']!, frame));
    const right = printed(execute(node.children['right']!, frame));
    return left === undefined || right === undefined ? null : left + right;
  },
  filter: applyFilter,
  function: applyFunction,
  test: (node, frame, { execute, twig }) => {
    const value = execute(node.children['operand']!, frame) ?? null;
    const test = simpleTests[String(node.attributes['operatorName'])];
    if (test) return test(value);
    return twig.proceed({ ...node, children: { ...node.children, operand: twig.constant(value, node) } }, frame);
  },
  ...compareNodes,
  ...arithmetic,
  ...takingNodes,
  set: assign,
};

const simpleTests: Readonly<Record<string, (value: unknown) => boolean>> = {
  defined: (value) => value !== null,
  null: (value) => value === null,
  none: (value) => value === null,
  empty: isEmpty,
};

/** What stands in the text for an expression. Literals of the template itself are never escaped. */
function shown(node: Node, frame: Frame, rendering: Rendering): string {
  const { execute } = rendering;
  if (node.type === 'constant') return printed(node.attributes['value']) ?? '';
  if (node.type === 'conditional') return shown(branchOf(node, frame, rendering), frame, rendering);
  if (node.type === 'filter' && node.attributes['operatorName'] === 'default') {
    const value = execute(node.children['operand']!, frame);
    if (!isEmpty(value)) return output(value, node, rendering);
    const fallback = node.children['arguments']?.children['1'];
    return fallback ? shown(fallback, frame, rendering) : '';
  }
  if (node.type === 'nullish_coalescing') {
    const value = execute(node.children['expr2']!, frame) ?? null;
    return value === null ? shown(node.children['expr3']!, frame, rendering) : output(value, node, rendering);
  }
  return output(execute(node, frame), node, rendering);
}

function output(value: unknown, node: Node, { escape, missing }: Rendering): string {
  const text = printed(value);
  if (text === undefined) throw new MissingValue(missing ?? pathOf(node) ?? 'value');
  return escape && !isMarkup(value) ? escapeHtml(text) : text;
}

function branchOf(node: Node, frame: Frame, { execute }: Rendering): Node {
  return isTrue(execute(node.children['expr1']!, frame)) ? node.children['expr2']! : node.children['expr3']!;
}

function runIf(node: Node, frame: Frame, { execute }: Rendering): unknown {
  const tests = Object.values(node.children['tests']!.children);
  for (let index = 0; index + 1 < tests.length; index += 2) {
    if (isTrue(execute(tests[index]!, frame))) return execute(tests[index + 1]!, frame);
  }
  const otherwise = node.children['else'];
  return otherwise ? execute(otherwise, frame) : undefined;
}

/** `{% set %}`: remembers what a variable without a value lacks; captured output of HTML is not escaped again. */
function assign(node: Node, frame: Frame, rendering: Rendering): unknown {
  const captures = rendering.chain.some((piece) => piece.captures.has(node));
  rendering.missing = undefined;
  rendering.twig.proceed(node, frame);
  for (const { attributes } of Object.values(node.children['names']!.children)) {
    const name = String(attributes['name']);
    const value: unknown = frame.context.get(name);
    if ((value === null || value === undefined) && rendering.missing !== undefined)
      rendering.lacking.set(name, rendering.missing);
    if (captures && rendering.escape && typeof value === 'string')
      frame.context.set(name, rendering.twig.markup(value));
  }
  return undefined;
}

/** `customer.firstName` of an accessor as it is written. */
function pathOf(node: Node): string | undefined {
  if (node.type === 'name') return String(node.attributes['name']);
  if (node.type !== 'attribute_accessor')
    return node.children['operand'] ? pathOf(node.children['operand']) : undefined;
  const target = pathOf(node.children['target']!);
  const attribute = node.children['attribute']!;
  return target === undefined
    ? undefined
    : `${target}.${attribute.type === 'constant' ? String(attribute.attributes['value']) : '*'}`;
}
