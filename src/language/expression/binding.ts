import type { Ast } from './ast.js';
import { anyType, problem, type Compilation, type Flips, type Local, type Node } from './compilation.js';
import { listSize } from './cost.js';
import { elementsOf, hydrateTo, toList, type Hydrate } from './hydrate.js';
import type { Scope } from '../scope.js';
import { describe, type Static } from './types.js';

/** A list whose elements a macro walks through, and how an element becomes a value of its type. */
export interface Walked {
  readonly list: (scope: Scope) => readonly unknown[] | undefined;
  readonly element: Static;
  readonly hydrate: Hydrate;
  readonly size: number;
  readonly path?: string;
  /** All of the shop: there is no list to walk through outside the search. */
  readonly unlisted?: true;
}

/** Elements of a list, keys of a map; a missing one has none. */
export function walk(node: Node, to: Compilation): Walked {
  const { type, run } = node;
  const rest = { size: node.size ?? listSize, ...(node.use !== undefined && { path: node.use.path }) };
  if (type.type === 'list') {
    return { ...rest, element: type.of, hydrate: hydrateTo(type.of), list: run as Walked['list'] };
  }
  if (type.type === 'map')
    return {
      ...rest,
      element: { type: 'string' },
      hydrate: hydrateTo({ type: 'string' }),
      list: (scope) => elementsOf(run(scope)),
    };
  if (type.type !== 'any' && type.type !== 'null')
    problem(to, node.ast, 'wrongOperand', `a list stands here, this is ${describe(type)}`);
  return { ...rest, element: anyType, hydrate: hydrateTo(anyType), list: (scope) => elementsOf(run(scope)) };
}

/** The list of a node for functions: missing is empty, untyped data is read as a list. */
export function listOrEmpty(run: (scope: Scope) => unknown): (scope: Scope) => readonly unknown[] {
  return (scope) => toList(run(scope)) ?? none;
}

const none: readonly unknown[] = Object.freeze([]);

/** The name that a macro binds: `i` of `items.exists(i, …)`. */
export function boundName(ast: Ast | undefined, to: Compilation): string | undefined {
  if (ast?.op === 'id') return ast.args;
  if (ast !== undefined)
    problem(to, ast, 'wrongArguments', 'a name for the element stands here', 'as in items.exists(i, i.price > 100)');
  return undefined;
}

/** Compiles a body in which `name` is an element of what is walked through; it is visited once for each. */
export function compileBody(
  body: Ast,
  name: string,
  walked: Walked,
  to: Compilation,
): { node: Node; cell: Local['cell'] } {
  const { element, size, path } = walked;
  const cell: Local['cell'] = { value: undefined };
  const [flips, knownNows] = [to.flips.length, to.knownNows];
  to.locals.push({ name, type: element, cell, ...(path !== undefined && { path }) });
  to.rounds *= size;
  const node = to.compile(body);
  to.rounds /= size;
  to.locals.pop();
  const inside = to.flips.splice(flips);
  if (walked.unlisted) {
    // Nobody can be asked for the moments: it is as if now were read.
    to.knownNows = knownNows;
    if (inside.length > 0) to.nows += 1;
  } else if (inside.length > 0) to.flips.push(forEach(walked, cell, inside));
  return { node, cell };
}

/** Comparisons in a body flip for each element at a moment of its own. */
function forEach({ list, hydrate }: Walked, cell: Local['cell'], flips: Compilation['flips']): Flips {
  return (scope) => {
    const outer = cell.value;
    const moments = (list(scope) ?? []).flatMap((raw) => {
      cell.value = hydrate(raw, scope);
      return flips.flatMap((flip) => flip(scope));
    });
    cell.value = outer;
    return moments;
  };
}
