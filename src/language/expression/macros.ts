import { asData } from './asData.js';
import type { Scope } from '../scope.js';
import type { Ast } from './ast.js';
import { boundName, compileBody, walk, type Walked } from './binding.js';
import { broken, problem, type Compilation, type Local, type Node } from './compilation.js';
import { checkBoolean } from './logic.js';
import { known } from './types.js';

type Call = Extract<Ast, { op: 'rcall' }>;
type Macro = (ast: Call, to: Compilation) => Node;

/** CEL's macros over lists. A missing list is an empty one. */
export const macros: Readonly<Record<string, Macro>> = {
  all: (ast, to) => question(ast, to, (loop) => (scope) => !some(loop, scope, false)),
  exists: (ast, to) => question(ast, to, (loop) => (scope) => some(loop, scope, true)),
  exists_one: (ast, to) => question(ast, to, (loop) => (scope) => chosen(loop, scope).length === 1),
  filter: compileFilter,
  map: compileMapping,
};

interface Loop {
  readonly walked: Walked;
  readonly body: (scope: Scope) => unknown;
  readonly cell: Local['cell'];
}

function question(ast: Call, to: Compilation, answer: (loop: Loop) => (scope: Scope) => boolean): Node {
  const loop = predicateLoop(ast, to);
  return loop === undefined ? broken(ast) : { ast, type: { type: 'boolean' }, run: answer(loop) };
}

function compileFilter(ast: Call, to: Compilation): Node {
  const loop = predicateLoop(ast, to);
  if (loop === undefined) return broken(ast);
  const { walked } = loop;
  return {
    ast,
    type: { type: 'list', of: known(walked.element) },
    size: walked.size,
    run: (scope) => chosen(loop, scope),
  };
}

/** `list.map(x, value)` and `list.map(x, condition, value)`. */
function compileMapping(ast: Call, to: Compilation): Node {
  const [, receiver, args] = ast.args;
  const walked = walk(to.compile(receiver), to);
  const name = boundName(args[0], to);
  if (name === undefined || args.length < 2 || args.length > 3) return wrongArity(ast, to);
  const filter = args.length === 3 ? compileBody(args[1]!, name, walked, to) : undefined;
  if (filter !== undefined) checkBoolean(filter.node, to);
  const value = compileBody(args.at(-1)!, name, walked, to);
  const source = filter === undefined ? undefined : { walked, body: filter.node.run, cell: filter.cell };
  const mapping =
    (of: Node['run']): Node['run'] =>
    (scope) => {
      const elements = source === undefined ? hydrated(walked, scope) : chosen(source, scope);
      return eachOf(elements, value.cell, () => of(scope));
    };
  return {
    ast,
    type: { type: 'list', of: known(value.node.type) },
    size: walked.size,
    run: mapping(value.node.run),
    data: mapping(asData(value.node)),
  };
}

function predicateLoop(ast: Call, to: Compilation): Loop | undefined {
  const [, receiver, args] = ast.args;
  const walked = walk(to.compile(receiver), to);
  const name = boundName(args[0], to);
  if (name === undefined || args.length !== 2) {
    if (name !== undefined || args.length === 0) wrongArity(ast, to);
    return undefined;
  }
  const { node, cell } = compileBody(args[1]!, name, walked, to);
  checkBoolean(node, to);
  return { walked, body: node.run, cell };
}

function wrongArity(ast: Call, to: Compilation): Node {
  const [name] = ast.args;
  problem(
    to,
    ast,
    'wrongArguments',
    `${name} takes a name and ${name === 'map' ? 'a value' : 'a condition'}`,
    `as in items.${name}(i, …)`,
  );
  return broken(ast);
}

/** Whether the body is (`wanted`) or is not true for some element. The cell is restored: an expression may run inside itself. */
function some({ walked, body, cell }: Loop, scope: Scope, wanted: boolean): boolean {
  const list = walked.list(scope);
  if (list === undefined) return false;
  const { hydrate } = walked;
  const outer = cell.value;
  let found = false;
  for (let index = 0; index < list.length && !found; index++) {
    cell.value = hydrate(list[index], scope);
    found = (body(scope) === true) === wanted;
  }
  cell.value = outer;
  return found;
}

function chosen({ walked, body, cell }: Loop, scope: Scope): readonly unknown[] {
  const outer = cell.value;
  const result: unknown[] = [];
  for (const raw of walked.list(scope) ?? []) {
    const value = walked.hydrate(raw, scope);
    cell.value = value;
    if (body(scope) === true) result.push(value);
  }
  cell.value = outer;
  return result;
}

function hydrated(walked: Walked, scope: Scope): readonly unknown[] {
  return (walked.list(scope) ?? []).map((raw) => walked.hydrate(raw, scope));
}

function eachOf(elements: readonly unknown[], cell: Local['cell'], value: () => unknown): readonly unknown[] {
  const outer = cell.value;
  const result = elements.map((element) => {
    cell.value = element;
    return value();
  });
  cell.value = outer;
  return result;
}
