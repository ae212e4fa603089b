import { asData } from './asData.js';
import type { Ast } from './ast.js';
import { constant, problem, type Compilation, type Node } from './compilation.js';
import { describe, join } from './types.js';

type Of<Op extends Ast['op']> = Extract<Ast, { op: Op }>;

/** A missing operand counts as false. */
export function compileAnd(ast: Ast & { readonly args: readonly [Ast, Ast] }, to: Compilation): Node {
  const [left, right] = operands(ast.args, to);
  const a = left.run;
  const b = right.run;
  return { ast, type: { type: 'boolean' }, run: (scope) => a(scope) === true && b(scope) === true };
}

export function compileOr(ast: Ast & { readonly args: readonly [Ast, Ast] }, to: Compilation): Node {
  const [left, right] = operands(ast.args, to);
  const a = left.run;
  const b = right.run;
  return { ast, type: { type: 'boolean' }, run: (scope) => a(scope) === true || b(scope) === true };
}

export function compileNot(ast: Of<'!_'>, to: Compilation): Node {
  const operand = to.compile(ast.args);
  checkBoolean(operand, to);
  const { run } = operand;
  return { ast, type: { type: 'boolean' }, run: (scope) => run(scope) !== true };
}

export function compileTernary(ast: Of<'?:'>, to: Compilation): Node {
  const condition = to.compile(ast.args[0]);
  checkBoolean(condition, to);
  const yes = to.compile(ast.args[1]);
  const no = to.compile(ast.args[2]);
  const type = join(yes.type, no.type);
  if (type === undefined) {
    problem(to, no.ast, 'wrongOperand', `one branch is ${describe(yes.type)}, the other ${describe(no.type)}`);
    return constant(ast, { type: 'any' }, undefined);
  }
  const size = yes.size !== undefined && no.size !== undefined ? { size: Math.max(yes.size, no.size) } : {};
  return {
    ast,
    type,
    ...size,
    run: choice(condition, yes.run, no.run),
    data: choice(condition, asData(yes), asData(no)),
  };
}

function choice(condition: Node, yes: Node['run'], no: Node['run']): Node['run'] {
  return (scope) => (condition.run(scope) === true ? yes(scope) : no(scope));
}

function operands(args: readonly [Ast, Ast], to: Compilation): [Node, Node] {
  const left = to.compile(args[0]);
  const right = to.compile(args[1]);
  checkBoolean(left, to);
  checkBoolean(right, to);
  return [left, right];
}

export function checkBoolean(node: Node, to: Compilation): boolean {
  if (node.type.type === 'boolean' || node.type.type === 'any') return true;
  const hint = node.type.type === 'null' ? undefined : 'compare it: x != null asks whether it is there';
  problem(to, node.ast, 'wrongOperand', `a condition stands here, this is ${describe(node.type)}`, hint);
  return false;
}
