import type { ValueType } from '../valueType.js';
import { extend, member, note } from './access.js';
import type { Ast } from './ast.js';
import { anyType, broken, problem, type Compilation, type Node } from './compilation.js';
import { hydrateTo, memberOf } from './hydrate.js';
import { describe, type Static } from './types.js';

/** `list[0]`, `map["key"]`, `order["number"]`. What is not there is missing. */
export function compileIndex(ast: Extract<Ast, { op: '[]' }>, to: Compilation): Node {
  const owner = to.compile(ast.args[0]);
  const index = to.compile(ast.args[1]);
  const { type } = owner;
  const literal = index.constant?.value;
  if (type.type === 'object' && typeof literal === 'string') return member(ast, owner, literal, ast.args[1], to);
  if (type.type === 'list') return element(ast, owner, index, type.of, to);
  if (type.type === 'map' || type.type === 'any') {
    if (type.type === 'map') expectKey(index, ['string', 'number'], 'a key of a map is text', to);
    const of = type.type === 'map' ? type.of : anyType;
    const use = typeof literal === 'string' ? extend(owner, literal, undefined, to) : owner.use;
    const hydrate = hydrateTo(of);
    return {
      ast,
      type: of,
      ...(use !== undefined && { use }),
      run: (scope) => hydrate(memberOf(owner.run(scope), index.run(scope)), scope),
    };
  }
  if (type.type === 'object') return byName(ast, owner, index, to);
  problem(to, ast.args[0], 'wrongOperand', `${describe(type)} has no elements`);
  return broken(ast);
}

function element(ast: Ast, owner: Node, index: Node, of: ValueType, to: Compilation): Node {
  expectKey(index, ['number'], 'a place in a list is a number', to);
  const hydrate = hydrateTo(of);
  const use = owner.use === undefined ? undefined : note(to, { path: owner.use.path, direct: false });
  if (owner.use !== undefined) owner.use.extended = true;
  return {
    ast,
    type: of,
    ...(use !== undefined && { use }),
    run: (scope) => {
      const list = owner.run(scope) as readonly unknown[] | undefined;
      const at = index.run(scope);
      return list === undefined || typeof at !== 'number' ? undefined : hydrate(list[at], scope);
    },
  };
}

/** A member whose name only the data knows: `steps[vars.last]`. */
function byName(ast: Ast, owner: Node, index: Node, to: Compilation): Node {
  expectKey(index, ['string'], 'the name of a field is text', to);
  return {
    ast,
    type: anyType,
    ...(owner.use !== undefined && { use: owner.use }),
    run: (scope) => memberOf(owner.run(scope), index.run(scope)),
  };
}

function expectKey(index: Node, types: readonly Static['type'][], message: string, to: Compilation): void {
  if (index.type.type === 'any' || types.includes(index.type.type)) return;
  problem(to, index.ast, 'wrongOperand', `${message}, this is ${describe(index.type)}`);
}
