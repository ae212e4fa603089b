import { didYouMean, nearest } from '../nearest.js';
import type { FunctionWord, Scope } from '../scope.js';
import { methodRange, type Ast } from './ast.js';
import { listOrEmpty } from './binding.js';
import { compileSearch } from './search.js';
import { broken, constant, ownMember, problem, type Compilation, type Node } from './compilation.js';
import { checkCodes, wordFor } from './enumerations.js';
import { hydrateTo } from './hydrate.js';
import { macros } from './macros.js';
import { specials } from './specials.js';
import { describe, fits } from './types.js';
import type { ValueType } from '../valueType.js';

type Call = Extract<Ast, { op: 'call' | 'rcall' }>;
type Overload = FunctionWord['overloads'][number];

/** `f(x, y)` and `x.f(y)` are the same call. */
export function compileCall(ast: Call, to: Compilation): Node {
  const name = ast.args[0];
  const special = ownMember(specials, name);
  if (special !== undefined) return special(ast, to);
  const macro = ast.op === 'rcall' ? ownMember(macros, name) : undefined;
  if (macro !== undefined && ast.op === 'rcall') return macro(ast, to);
  const word = to.functions.get(name);
  const args = ast.op === 'rcall' ? [ast.args[1], ...ast.args[2]] : ast.args[1];
  if (word === undefined) return unknownFunction(ast, args, to);
  if (word.binds !== undefined) return compileSearch(ast, word, word.binds, args, to);
  return compileFunction(ast, word, args, to);
}

function compileFunction(ast: Call, word: FunctionWord, args: readonly Ast[], to: Compilation): Node {
  const nodes = args.map((arg) => to.compile(arg));
  const overload = inCommon(word.overloads.filter((each) => matches(each, nodes)));
  if (overload === undefined) {
    wrongArguments(ast, word, nodes, to);
    return broken(ast);
  }
  overload.parameters.forEach((parameter, index) => checkCode(word, parameter, nodes[index]!, to));
  refuseLiterals(ast, word, nodes, to);
  const extra = (overload.needs ?? []).map((name) => neededVariable(ast, word, name, to));
  for (const path of word.reads ?? []) to.alsoReads.add(path);
  if (word.pure !== true) to.looksAround = true;
  const type =
    overload.infer?.(nodes.map((node) => (node.type.type === 'null' ? { type: 'any' } : node.type))) ?? overload.result;
  if (word.pure === true && nodes.length > 0 && nodes.every((node) => node.constant !== undefined)) {
    // A pure function does not look at its surroundings.
    return constant(
      ast,
      type,
      word.evaluate(
        nodes.map((node) => node.constant?.value),
        undefined as never,
      ),
    );
  }
  const runs = [...nodes.map((node, index) => argument(node, overload.parameters[index]!)), ...extra];
  const { changes } = word;
  if (changes !== undefined)
    to.flips.push((scope) =>
      changes(
        runs.map((run) => run(scope)),
        scope.ambient,
      ),
    );
  const list = type.type === 'list' ? nodes.find((node) => node.type.type === 'list') : undefined;
  return { ast, type, ...(list?.size !== undefined && { size: list.size }), run: invocation(word, runs) };
}

/** Untyped data fits several overloads: then only what they agree on is known before the data is there. */
function inCommon([first, ...others]: readonly Overload[]): Overload | undefined {
  if (first === undefined || others.length === 0) return first;
  return {
    ...first,
    parameters: first.parameters.map((parameter, index) =>
      others.reduce((type, other) => eitherOf(type, other.parameters[index]!), parameter),
    ),
    result: others.reduce((type, other) => eitherOf(type, other.result), first.result),
  };
}

function eitherOf(a: ValueType, b: ValueType): ValueType {
  if (a.type === 'list' && b.type === 'list') return { type: 'list', of: eitherOf(a.of, b.of) };
  return a.type === b.type ? a : { type: 'any' };
}

function invocation(word: FunctionWord, runs: readonly ((scope: Scope) => unknown)[]): (scope: Scope) => unknown {
  const { evaluate } = word;
  const [first, second] = runs;
  if (runs.length === 1 && first !== undefined) return (scope) => evaluate([first(scope)], scope.ambient) ?? undefined;
  if (runs.length === 2 && first !== undefined && second !== undefined)
    return (scope) => evaluate([first(scope), second(scope)], scope.ambient) ?? undefined;
  return (scope) =>
    evaluate(
      runs.map((run) => run(scope)),
      scope.ambient,
    ) ?? undefined;
}

function matches(overload: Overload, nodes: readonly Node[]): boolean {
  return (
    overload.parameters.length === nodes.length &&
    overload.parameters.every((parameter, index) => fits(nodes[index]!.type, parameter))
  );
}

/** What a function is given: a missing list is empty, data becomes a value of the parameter's type. */
function argument(node: Node, parameter: ValueType): (scope: Scope) => unknown {
  if (parameter.type === 'list') {
    const list = listOrEmpty(node.run);
    const of = node.type.type === 'list' && parameter.of.type === 'any' ? node.type.of : parameter.of;
    const hydrate = hydrateTo(of);
    return of.type === 'any' || of.type === 'object'
      ? list
      : (scope) => list(scope).map((each) => hydrate(each, scope));
  }
  if (node.type.type !== 'any' || parameter.type === 'any') return node.run;
  const hydrate = hydrateTo(parameter);
  return (scope) => hydrate(node.run(scope), scope);
}

function checkCode(word: FunctionWord, parameter: ValueType, node: Node, to: Compilation): void {
  if (parameter.type !== 'string' || parameter.enumeration === undefined) return;
  if (typeof node.constant?.value === 'string') checkCodes(to, node.ast, parameter.enumeration);
  else
    problem(
      to,
      node.ast,
      'wrongArguments',
      `${word.name} wants the ${wordFor(parameter.enumeration)} written out, in quotes`,
    );
}

function refuseLiterals(ast: Ast, word: FunctionWord, nodes: readonly Node[], to: Compilation): void {
  const refusal = word.refuses?.(nodes.map((node) => node.constant?.value));
  const literal = nodes.find((node) => node.constant !== undefined);
  if (refusal !== undefined) problem(to, literal?.ast ?? ast, 'badLiteral', refusal, `as in ${word.example}`);
}

function neededVariable(ast: Ast, word: FunctionWord, name: string, to: Compilation): (scope: Scope) => unknown {
  const type = ownMember(to.environment.variables, name);
  if (type === undefined) {
    problem(
      to,
      ast,
      'wrongArguments',
      `${word.name} is about the ${name}, and there is no ${name} here`,
      `pass one: ${word.name}(…, ${name})`,
    );
    return () => undefined;
  }
  const hydrate = hydrateTo(type);
  return (scope) => hydrate(scope[name], scope);
}

function wrongArguments(ast: Call, word: FunctionWord, nodes: readonly Node[], to: Compilation): void {
  const sameLength = word.overloads.find((each) => each.parameters.length === nodes.length);
  if (sameLength === undefined) {
    const counts = [...new Set(word.overloads.map((each) => each.parameters.length))].sort().join(' or ');
    problem(
      to,
      ast,
      'wrongArguments',
      `${word.name} takes ${counts} arguments, not ${nodes.length}`,
      `as in ${word.example}`,
    );
    return;
  }
  const index = sameLength.parameters.findIndex((parameter, at) => !fits(nodes[at]!.type, parameter));
  const node = nodes[Math.max(0, index)]!;
  const wanted = [
    ...new Set(
      word.overloads
        .filter((each) => each.parameters.length === nodes.length)
        .map((each) => describe(each.parameters[Math.max(0, index)]!)),
    ),
  ];
  problem(
    to,
    node.ast,
    'wrongArguments',
    `${word.name} takes ${wanted.join(' or ')} here, this is ${describe(node.type)}`,
    `as in ${word.example}`,
  );
}

function unknownFunction(ast: Call, args: readonly Ast[], to: Compilation): Node {
  const name = ast.args[0];
  for (const arg of ast.op === 'rcall' ? args.slice(0, 1) : args) to.compile(arg);
  const names = [...to.functions.keys(), ...Object.keys(macros), ...Object.keys(specials)];
  const at = ast.op === 'rcall' ? methodRange(to.source, ast) : { start: ast.start, end: ast.start + name.length };
  const macro =
    ast.op === 'call' && Object.hasOwn(macros, name) ? `it belongs to a list: items.${name}(i, …)` : undefined;
  problem(to, at, 'unknownFunction', `no function "${name}"`, macro ?? hintFor(name, names));
  return broken(ast);
}

const otherNames: Readonly<Record<string, string>> = {
  lower: 'lowerAscii',
  upper: 'upperAscii',
  toLowerCase: 'lowerAscii',
  toUpperCase: 'upperAscii',
  length: 'size',
  len: 'size',
  any: 'exists',
  some: 'exists',
  every: 'all',
  includes: 'contains',
  hour: 'hours',
  day: 'days',
};

function hintFor(name: string, names: readonly string[]): string | undefined {
  const other = ownMember(otherNames, name);
  if (nearest(name, names) === undefined && other !== undefined) return `did you mean "${other}"?`;
  return didYouMean(name, names);
}
