import type { Environment, Expression, FunctionWord, Scope, SourceProblem } from '../scope.js';
import type { ValueType } from '../valueType.js';
import type { Instant } from '../../model/instant.js';
import { compileMember, compileVariable } from './access.js';
import { compileArithmetic, compileNegation } from './arithmetic.js';
import { asData } from './asData.js';
import { parse, type Ast } from './ast.js';
import { becauseOf } from './because.js';
import { compileCall } from './call.js';
import { compileIndex } from './elements.js';
import { checkCodes } from './enumerations.js';
import { compileEquality, compileOrder } from './compare.js';
import { problem, type Compilation, type Node } from './compilation.js';
import { checkCost } from './cost.js';
import { crossingsOf, readsOf } from './gathered.js';
import { hydrateTo } from './hydrate.js';
import { compileAnd, compileNot, compileOr, compileTernary } from './logic.js';
import { compileIn } from './membership.js';
import { compileList, compileLiteral, compileMap } from './literals.js';
import { standardFunctions } from './standard/index.js';
import { describe, fits, known } from './types.js';

/**
 * Checks a condition or value (CEL, docs/language.md#write-conditions-values-and-texts) against what is in scope and compiles it to a closure.
 * Problems are all reported at once, with character positions of `source`.
 */
export function compileExpression(
  source: string,
  environment: Environment,
  yields: ValueType,
): { readonly expression: Expression } | { readonly problems: readonly SourceProblem[] } {
  const parsed = parse(source);
  if ('problem' in parsed) return { problems: [parsed.problem] };
  const compilation = begin(source, environment);
  const node = compilation.compile(parsed.ast);
  checkResult(compilation, node, yields);
  checkCost(compilation, node);
  if (compilation.problems.length > 0) return { problems: compilation.problems };
  return { expression: finish(compilation, node, yields) };
}

function begin(source: string, environment: Environment): Compilation {
  const compilation: Compilation = {
    source,
    environment,
    functions: functionsOf(environment),
    problems: [],
    locals: [],
    uses: [],
    alsoReads: new Set(),
    trace: [],
    flips: [],
    nows: 0,
    knownNows: 0,
    looksAround: false,
    cost: 0,
    rounds: 1,
    compile: (ast) => compileNode(ast, compilation),
  };
  return compilation;
}

function compileNode(ast: Ast, to: Compilation): Node {
  to.cost += to.rounds;
  const nows = to.nows;
  const trace = to.trace.push(undefined) - 1;
  const node = dispatch(ast, to);
  if (to.locals.length === 0 && node.constant === undefined) to.trace[trace] = { ast, type: node.type, run: node.run };
  return { ...node, nows: to.nows - nows, trace };
}

function dispatch(ast: Ast, to: Compilation): Node {
  switch (ast.op) {
    case 'value':
      return compileLiteral(ast, to);
    case 'id':
      return compileVariable(ast, to);
    case '.':
      return compileMember(ast, to);
    case '[]':
      return compileIndex(ast, to);
    case 'call':
    case 'rcall':
      return compileCall(ast, to);
    case 'list':
      return compileList(ast, to);
    case 'map':
      return compileMap(ast, to);
    case '?:':
      return compileTernary(ast, to);
    case '&&':
      return compileAnd(ast, to);
    case '||':
      return compileOr(ast, to);
    case '!_':
      return compileNot(ast, to);
    case '-_':
      return compileNegation(ast, to);
    case '==':
    case '!=':
      return compileEquality(ast, to);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compileOrder(ast, to);
    case 'in':
      return compileIn(ast, to);
    default:
      return compileArithmetic(ast, to);
  }
}

function checkResult(to: Compilation, node: Node, yields: ValueType): void {
  if (yields.type === 'string' && yields.enumeration !== undefined) checkCodes(to, node.ast, yields.enumeration);
  if (fits(node.type, yields) && !(yields.type === 'boolean' && node.type.type === 'null')) return;
  const hint = resultHint(node, yields);
  problem(to, node.ast, 'wrongResult', `this is ${describe(node.type)}, here stands ${describe(yields)}`, hint);
}

function resultHint(node: Node, yields: ValueType): string | undefined {
  if (yields.type === 'boolean')
    return node.type.type === 'string' || node.type.type === 'number'
      ? 'compare it: ==, !=, <, >'
      : 'compare it with something';
  if (yields.type === 'string' && node.type.type === 'number') return 'string(…) makes text of it';
  if (yields.type === 'duration' && node.type.type === 'string')
    return 'a duration is written hours(24), or without "=" as 24h';
  return undefined;
}

function finish(from: Compilation, node: Node, yields: ValueType): Expression {
  const run = atTheEdge(node, yields);
  const traced = from.trace.filter((entry) => entry !== undefined);
  const { flips } = from;
  return {
    source: from.source,
    type: known(node.type),
    reads: readsOf(from),
    crossings: crossingsOf(from),
    looksAround: from.looksAround,
    ...(flips.length > 0 && {
      flips: (scope: Scope) =>
        momentsAfter(
          flips.flatMap((flip) => flip(scope)),
          scope,
        ),
    }),
    evaluate: run,
    data: atTheEdge({ type: node.type, run: asData(node) }, yields),
    because: becauseOf(from.source, node.ast, traced),
  };
}

function momentsAfter(moments: readonly Instant[], scope: Scope): readonly Instant[] {
  return [...new Set(moments.filter((at) => at > scope.ambient.now))].sort((a, b) => a - b);
}

/** A condition is true or false; untyped data becomes a value of the type that its place takes. */
function atTheEdge(node: Pick<Node, 'type' | 'run'>, yields: ValueType): (scope: Scope) => unknown {
  const { run } = node;
  if (yields.type === 'boolean') return (scope) => run(scope) === true;
  if (node.type.type !== 'any' || yields.type === 'any') return run;
  const hydrate = hydrateTo(yields);
  return (scope) => hydrate(run(scope), scope);
}

const tables = new WeakMap<readonly FunctionWord[], ReadonlyMap<string, FunctionWord>>();

function functionsOf(environment: Environment): ReadonlyMap<string, FunctionWord> {
  let functions = tables.get(environment.functions);
  if (functions === undefined) {
    functions = new Map([...standardFunctions, ...environment.functions].map((word) => [word.name, word]));
    tables.set(environment.functions, functions);
  }
  return functions;
}
