import { asData } from './asData.js';
import type { Ast } from './ast.js';
import { broken, problem, type Compilation, type Node } from './compilation.js';
import { checkCodes } from './enumerations.js';
import { compilePattern } from './pattern.js';
import { isMissing } from './missing.js';
import { describe, fits, join } from './types.js';

type Call = Extract<Ast, { op: 'call' | 'rcall' }>;

/** Forms that are no functions: what they mean depends on how their argument is written. */
export const specials: Readonly<Record<string, (ast: Call, to: Compilation) => Node>> = {
  has: compileHas,
  orValue: compileOrValue,
  matches: compileMatches,
};

/** `has(order.email)`: the value is there. The path is checked like any other, so a typo is an error. */
function compileHas(ast: Call, to: Compilation): Node {
  const args = argumentsOf(ast);
  const [path] = args;
  if (ast.op !== 'call' || args.length !== 1 || path === undefined || !['.', '[]', 'id'].includes(path.op)) {
    problem(to, ast, 'wrongHas', 'has takes one field', 'as in has(order.email)');
    return broken(ast);
  }
  const node = to.compile(path);
  const { run } = node;
  if (node.use !== undefined) node.use.compared = [];
  return { ast, type: { type: 'boolean' }, run: node.present ?? ((scope) => !isMissing(run(scope))) };
}

/** `x.orValue(d)`: `d` where `x` is missing. */
function compileOrValue(ast: Call, to: Compilation): Node {
  const args = argumentsOf(ast).map((arg) => to.compile(arg));
  const [value, instead] = args;
  if (value === undefined || instead === undefined || args.length !== 2) {
    problem(to, ast, 'wrongArguments', 'orValue takes one value', 'as in order.email.orValue("")');
    return broken(ast);
  }
  if (value.type.type === 'string' && value.type.enumeration !== undefined)
    checkCodes(to, instead.ast, value.type.enumeration);
  const type = join(value.type, instead.type);
  if (type === undefined || !fits(instead.type, value.type)) {
    problem(
      to,
      instead.ast,
      'wrongArguments',
      `the value is ${describe(value.type)}, its default ${describe(instead.type)}`,
    );
    return broken(ast);
  }
  return {
    ast,
    type,
    ...(value.size !== undefined && { size: value.size }),
    run: either(value.run, instead.run),
    data: either(asData(value), asData(instead)),
  };
}

function either(run: Node['run'], other: Node['run']): Node['run'] {
  return (scope) => {
    const value = run(scope);
    return isMissing(value) ? other(scope) : value;
  };
}

/** `text.matches("pattern")`, in time proportional to the text: the pattern is a literal, compiled here. */
function compileMatches(ast: Call, to: Compilation): Node {
  const args = argumentsOf(ast).map((arg) => to.compile(arg));
  const [text, pattern] = args;
  if (text === undefined || pattern === undefined || args.length !== 2) {
    problem(to, ast, 'wrongArguments', 'matches takes a pattern', 'as in order.phone.matches("^\\\\+7")');
    return broken(ast);
  }
  if (!fits(text.type, { type: 'string' }))
    problem(to, text.ast, 'wrongArguments', `matches looks into text, this is ${describe(text.type)}`);
  const source = pattern.constant?.value;
  if (typeof source !== 'string') {
    problem(to, pattern.ast, 'badPattern', 'the pattern of matches is a literal in quotes');
    return broken(ast);
  }
  const compiled = compilePattern(source);
  if ('problem' in compiled) {
    problem(to, pattern.ast, 'badPattern', compiled.problem);
    return broken(ast);
  }
  const { run } = text;
  return {
    ast,
    type: { type: 'boolean' },
    run: (scope) => {
      const value = run(scope);
      return typeof value === 'string' ? compiled.test(value) : undefined;
    },
  };
}

function argumentsOf(ast: Call): readonly Ast[] {
  return ast.op === 'rcall' ? [ast.args[1], ...ast.args[2]] : ast.args[1];
}
