import type { Ast, Binary } from './ast.js';
import { broken, problem, type Compilation, type Node } from './compilation.js';
import { sameValue } from './sameValue.js';
import { checkLiterals } from './enumerations.js';
import { hydrateTo } from './hydrate.js';
import { describe, fits, type Static } from './types.js';

/** `x in list`, `key in map`. A missing value is in nothing, and nothing is in a missing list. */
export function compileIn(
  ast: Ast & { readonly op: Binary; readonly args: readonly [Ast, Ast] },
  to: Compilation,
): Node {
  const left = to.compile(ast.args[0]);
  const right = to.compile(ast.args[1]);
  checkLiterals(to, right.ast, left.type);
  const { type } = right;
  const bool: Static = { type: 'boolean' };
  if (type.type === 'list') {
    checkLiterals(to, left.ast, type.of);
    if (!fits(left.type, type.of))
      problem(to, ast, 'wrongOperand', `${describe(left.type)} is never in ${describe(type)}`);
    noteConstants(left, right);
    return { ast, type: bool, run: inList(left, right, type.of) };
  }
  if (type.type === 'map' || type.type === 'any') return { ast, type: bool, run: inData(left, right) };
  problem(
    to,
    right.ast,
    'wrongOperand',
    `in looks into a list, this is ${describe(type)}`,
    type.type === 'string' ? 'text.contains("part") looks into text' : undefined,
  );
  return broken(ast);
}

function inList(left: Node, right: Node, of: Static): Node['run'] {
  const value = left.run;
  const fixed = right.constant?.value;
  if (Array.isArray(fixed) && fixed.every((each) => typeof each !== 'object')) return inFixed(value, fixed);
  const list = right.run;
  const hydrate = hydrateTo(of);
  return (scope) => {
    const wanted = value(scope);
    const elements = list(scope) as readonly unknown[] | undefined;
    if (wanted === undefined || elements === undefined) return false;
    for (let index = 0; index < elements.length; index++)
      if (sameValue(hydrate(elements[index], scope), wanted)) return true;
    return false;
  };
}

/** Few values are compared one by one, many are looked up. */
function inFixed(value: Node['run'], fixed: readonly unknown[]): Node['run'] {
  const set = new Set<unknown>(fixed);
  set.delete(undefined);
  const [first, second, ...more] = [...set];
  if (second === undefined) return (scope) => first !== undefined && value(scope) === first;
  if (more.length > 0) return (scope) => set.has(value(scope));
  return (scope) => {
    const wanted = value(scope);
    return wanted === first || wanted === second;
  };
}

function inData(left: Node, right: Node): Node['run'] {
  return (scope) => {
    const wanted = left.run(scope);
    const data = right.run(scope);
    if (Array.isArray(data)) return data.some((each) => sameValue(each, wanted));
    return typeof wanted === 'string' && typeof data === 'object' && data !== null && Object.hasOwn(data, wanted);
  };
}

/** A field that changes with time is compared with every number of the list. */
function noteConstants(left: Node, right: Node): void {
  const values = right.constant?.value;
  if (left.use === undefined || !Array.isArray(values)) return;
  const numbers = values.filter((each): each is number => typeof each === 'number');
  if (numbers.length === values.length) left.use.compared = numbers;
}
