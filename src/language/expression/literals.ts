import { asData } from './asData.js';
import type { Ast } from './ast.js';
import { anyType, broken, constant, problem, type Compilation, type Node } from './compilation.js';
import { describe, join, known, type Static } from './types.js';

/** Whole numbers are numbers like all others: people write `> 3000`, never `> 3000.0`. */
export function compileLiteral(ast: Extract<Ast, { op: 'value' }>, to: Compilation): Node {
  const value = ast.args;
  switch (typeof value) {
    case 'string':
      return constant(ast, { type: 'string' }, value);
    case 'number':
      return constant(ast, { type: 'number' }, value);
    case 'bigint':
      return constant(ast, { type: 'number' }, Number(value));
    case 'boolean':
      return constant(ast, { type: 'boolean' }, value);
    default:
      if (value === null) return constant(ast, { type: 'null' }, undefined);
      problem(to, ast, 'syntax', 'there are no bytes and unsigned numbers here', 'write plain text or a plain number');
      return broken(ast);
  }
}

export function compileList(ast: Extract<Ast, { op: 'list' }>, to: Compilation): Node {
  const nodes = ast.args.map((element) => to.compile(element));
  const of = commonType(nodes, to);
  const type: Static = { type: 'list', of: known(of) };
  const size = Math.max(1, nodes.length);
  if (nodes.every((node) => node.constant !== undefined)) {
    return { ...constant(ast, type, Object.freeze(nodes.map((node) => node.constant?.value))), size };
  }
  const listOf =
    (runs: readonly Node['run'][]): Node['run'] =>
    (scope) =>
      runs.map((run) => run(scope));
  return { ast, type, size, run: listOf(nodes.map((node) => node.run)), data: listOf(nodes.map(asData)) };
}

export function compileMap(ast: Extract<Ast, { op: 'map' }>, to: Compilation): Node {
  const keys = ast.args.map(([key]) => to.compile(key));
  const values = ast.args.map(([, value]) => to.compile(value));
  for (const key of keys) {
    if (key.type.type === 'string' || key.type.type === 'any') continue;
    problem(to, key.ast, 'wrongOperand', `the keys of a map are text, this is ${describe(key.type)}`);
  }
  // Members of one map may differ, as those of a JSON body do.
  const of = values.reduce<Static>((all, { type }) => join(all, type) ?? anyType, { type: 'null' });
  const type: Static = { type: 'map', of: known(of) };
  const names = keys.map((key) => key.run);
  return {
    ast,
    type,
    run: mapOf(
      names,
      values.map(({ run }) => run),
    ),
    data: mapOf(names, values.map(asData)),
  };
}

function mapOf(keys: readonly Node['run'][], values: readonly Node['run'][]): Node['run'] {
  return (scope) => {
    const map: Record<string, unknown> = {};
    keys.forEach((key, index) => {
      const name = key(scope);
      if (typeof name !== 'string') return;
      Object.defineProperty(map, name, {
        value: values[index]!(scope),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    });
    return map;
  };
}

function commonType(nodes: readonly Node[], to: Compilation): Static {
  let common: Static = { type: 'null' };
  for (const node of nodes) {
    const joined = join(common, node.type);
    if (joined === undefined) {
      problem(to, node.ast, 'wrongOperand', `the list holds ${describe(common)} and this is ${describe(node.type)}`);
      return anyType;
    }
    common = joined;
  }
  return common;
}
