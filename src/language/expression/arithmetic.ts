import { parseDuration, type Duration } from '../../model/duration.js';
import { instant } from '../../model/instant.js';
import type { Scope } from '../scope.js';
import type { Ast, Binary } from './ast.js';
import { broken, constant, problem, type ClockForm, type Compilation, type Node } from './compilation.js';
import { addDuration, elapsed, lengthOf, negate, scale, sumOf } from './durations.js';
import { momentOf } from '../moment.js';
import { isDuration } from './hydrate.js';
import { describe, join, type Static } from './types.js';

type Run = (scope: Scope) => unknown;
type Operation = Ast & { readonly op: Binary; readonly args: readonly [Ast, Ast] };

/** A rule gets values that are there and of its types; a result that is no finite number is missing. */
interface Rule {
  readonly result: Static;
  readonly apply: (a: never, b: never, scope: Scope) => unknown;
}

const numeric: Static = { type: 'number' };
const moment: Static = { type: 'timestamp' };
const length: Static = { type: 'duration' };
const rule = <A, B>(result: Static, apply: (a: A, b: B, scope: Scope) => unknown): Rule => ({ result, apply });

const rules: Readonly<Record<string, Rule>> = {
  'number + number': rule(numeric, (a: number, b: number) => finite(a + b)),
  'number - number': rule(numeric, (a: number, b: number) => finite(a - b)),
  'number * number': rule(numeric, (a: number, b: number) => finite(a * b)),
  'number / number': rule(numeric, (a: number, b: number) => finite(a / b)),
  'number % number': rule(numeric, (a: number, b: number) => finite(a % b)),
  'string + string': rule({ type: 'string' }, (a: string, b: string) => a + b),
  'timestamp - timestamp': rule(length, (a: number, b: number) => elapsed(a - b)),
  'timestamp + duration': rule(moment, (a: number, b: Duration, { ambient }) =>
    addDuration(instant(a), b, ambient.zone),
  ),
  'timestamp - duration': rule(moment, (a: number, b: Duration, { ambient }) =>
    addDuration(instant(a), negate(b), ambient.zone),
  ),
  'duration + timestamp': rule(moment, (a: Duration, b: number, { ambient }) =>
    addDuration(instant(b), a, ambient.zone),
  ),
  'duration + duration': rule(length, (a: Duration, b: Duration) => sumOf(a, b)),
  'duration - duration': rule(length, (a: Duration, b: Duration) => sumOf(a, negate(b))),
  'duration * number': rule(length, (a: Duration, b: number) => wholeDuration(a, b)),
  'number * duration': rule(length, (a: number, b: Duration) => wholeDuration(b, a)),
  'duration / number': rule(length, (a: Duration, b: number) => wholeDuration(a, 1 / b)),
  'duration / duration': rule(numeric, (a: Duration, b: Duration) => finite(lengthOf(a) / lengthOf(b))),
};

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function wholeDuration(duration: Duration, by: number): Duration | undefined {
  return Number.isFinite(by) ? scale(duration, by) : undefined;
}

/** `+ - * / %`. With a missing operand, and by zero, the result is missing. */
export function compileArithmetic(ast: Ast, to: Compilation): Node {
  const operation = ast as Operation;
  const left = to.compile(operation.args[0]);
  const right = to.compile(operation.args[1]);
  const { op } = operation;
  if (left.type.type === 'list' && right.type.type === 'list' && op === '+') return concatenation(ast, left, right, to);
  if (isOpen(left.type) || isOpen(right.type)) return dynamic(ast, op, left, right);
  const found = rules[`${left.type.type} ${op} ${right.type.type}`];
  if (found === undefined) {
    problem(
      to,
      ast,
      'wrongOperand',
      `${describe(left.type)} ${op} ${describe(right.type)} makes no sense`,
      hintFor(op, left.type, right.type),
    );
    return broken(ast);
  }
  if (mixesClocks(left, right)) {
    problem(
      to,
      ast,
      'mixedClocks',
      'calendar days and elapsed hours do not add up to one duration',
      'add them to a moment one after the other: t + days(1) + hours(2)',
    );
    return broken(ast);
  }
  const node: Node = {
    ast,
    type: found.result,
    run: strict(found, left.run, right.run),
    ...clockOf(op, left, right),
    ...differenceOf(op, left, right),
  };
  const fixed = left.constant !== undefined && right.constant !== undefined && found.result.type !== 'timestamp';
  return fixed ? constant(ast, found.result, applyConstant(found, left, right)) : node;
}

function strict(found: Rule, a: Run, b: Run): Run {
  // The static types of both sides are those of the rule.
  const apply = found.apply as (a: unknown, b: unknown, scope: Scope) => unknown;
  return (scope) => {
    const left = a(scope);
    if (left === undefined) return undefined;
    const right = b(scope);
    return right === undefined ? undefined : apply(left, right, scope);
  };
}

function applyConstant(found: Rule, left: Node, right: Node): unknown {
  const [a, b] = [left.constant?.value, right.constant?.value];
  // No rule but those of moments looks at the scope, and those are left out.
  return a === undefined || b === undefined ? undefined : found.apply(a as never, b as never, undefined as never);
}

function isOpen(type: Static): boolean {
  return type.type === 'any' || type.type === 'null';
}

/** Untyped data: the rule is chosen by the values. Text beside a moment or a duration is read as a duration or a moment. */
function dynamic(ast: Ast, op: Binary, left: Node, right: Node): Node {
  const readLeft = operand(left, right.type);
  const readRight = operand(right, left.type);
  return {
    ast,
    type: { type: 'any' },
    run: (scope) => {
      const a = readLeft(scope);
      const b = readRight(scope);
      const found = rules[`${a.kind} ${op} ${b.kind}`];
      return found === undefined ? undefined : found.apply(a.value as never, b.value as never, scope);
    },
  };
}

function operand(node: Node, other: Static): (scope: Scope) => { readonly kind: string; readonly value: unknown } {
  const { run } = node;
  if (node.type.type === 'timestamp') {
    return (scope) => {
      const value = run(scope);
      return { kind: value === undefined ? 'missing' : 'timestamp', value };
    };
  }
  const besideTime = other.type === 'timestamp' || other.type === 'duration';
  return (scope) => {
    const value = run(scope);
    if (isDuration(value)) return { kind: 'duration', value };
    if (!besideTime || typeof value !== 'string') return { kind: typeof value, value };
    const duration = parseDuration(value);
    if (duration !== undefined) return { kind: 'duration', value: duration };
    const at = momentOf(value, scope.ambient.zone);
    return { kind: at === undefined ? 'string' : 'timestamp', value: at ?? value };
  };
}

function concatenation(ast: Ast, left: Node, right: Node, to: Compilation): Node {
  const type = join(left.type, right.type);
  if (type === undefined) {
    problem(to, ast, 'wrongOperand', `${describe(left.type)} and ${describe(right.type)} do not make one list`);
    return broken(ast);
  }
  return {
    ast,
    type,
    size: (left.size ?? 0) + (right.size ?? 0) || 1,
    run: (scope) => [
      ...((left.run(scope) as unknown[] | undefined) ?? []),
      ...((right.run(scope) as unknown[] | undefined) ?? []),
    ],
  };
}

/** `now - t`, `t - now` and `now ± duration`: a comparison of them flips at a moment that can be told. */
function clockOf(op: Binary, left: Node, right: Node): { clock?: ClockForm } {
  const leftForm = left.clock;
  const rightForm = right.clock;
  const [still, moving] = leftForm === undefined ? [left, right] : [right, left];
  if ((still.nows ?? 0) > 0 || (moving.nows ?? 0) !== 1) return {};
  if (leftForm?.form === 'moment' && isBare(left) && op === '-' && right.type.type === 'timestamp')
    return { clock: { form: 'elapsed', from: right.run } };
  if (rightForm?.form === 'moment' && isBare(right) && op === '-' && left.type.type === 'timestamp')
    return { clock: { form: 'until', to: left.run } };
  if (leftForm?.form === 'moment' && isBare(left) && right.type.type === 'duration') {
    const { run } = right;
    return { clock: { form: 'moment', shift: op === '+' ? run : (scope) => opposite(run(scope)) } };
  }
  if (rightForm?.form === 'moment' && isBare(right) && op === '+' && left.type.type === 'duration')
    return { clock: { form: 'moment', shift: left.run } };
  return {};
}

function isBare(node: Node): boolean {
  return node.ast.op === 'id';
}

function opposite(duration: unknown): Duration | undefined {
  return isDuration(duration) ? negate(duration) : undefined;
}

function differenceOf(op: Binary, left: Node, right: Node): { difference?: { later: Run; earlier: Run } } {
  if (op !== '-' || left.type.type !== 'timestamp' || right.type.type !== 'timestamp') return {};
  return { difference: { later: left.run, earlier: right.run } };
}

function mixesClocks(left: Node, right: Node): boolean {
  const [a, b] = [left.constant?.value, right.constant?.value];
  return isDuration(a) && isDuration(b) && a.clock !== b.clock;
}

export function compileNegation(ast: Extract<Ast, { op: '-_' }>, to: Compilation): Node {
  const operand = to.compile(ast.args);
  const { type } = operand;
  if (type.type !== 'number' && type.type !== 'duration' && !isOpen(type)) {
    problem(to, ast, 'wrongOperand', `there is no negative of ${describe(type)}`);
    return broken(ast);
  }
  if (operand.constant !== undefined) return constant(ast, type, negative(operand.constant.value));
  const { run } = operand;
  return { ast, type, run: (scope) => negative(run(scope)) };
}

function negative(value: unknown): unknown {
  if (typeof value === 'number') return -value;
  return isDuration(value) ? negate(value) : undefined;
}

function hintFor(op: Binary, left: Static, right: Static): string | undefined {
  const types = [left.type, right.type];
  if (op === '+' && types.includes('string')) return 'string(…) makes text of a number';
  if (types.includes('timestamp') && types.includes('number')) return 'give the number a unit: days(3), hours(2)';
  return undefined;
}
