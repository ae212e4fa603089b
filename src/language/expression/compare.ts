import { instant } from '../../model/instant.js';
import type { Entity, Scope } from '../scope.js';
import type { Ast, Binary } from './ast.js';
import { ownMember, problem, type Compilation, type Node } from './compilation.js';
import { addDuration, lengthOf } from './durations.js';
import { checkLiterals } from './enumerations.js';
import { noteFlips } from './flips.js';
import { isDuration, toDuration, toMoment } from './hydrate.js';
import { isMissing } from './missing.js';
import { sameValue } from './sameValue.js';
import { noteConstant, side } from './sides.js';
import { describe, fits, type Static } from './types.js';

type Comparison = Ast & { readonly op: Binary; readonly args: readonly [Ast, Ast] };
type Run = (scope: Scope) => unknown;

/** `==` and `!=`. A missing value is different from every value, and equal to the literals `null` and `""` only. */
export function compileEquality(ast: Comparison, to: Compilation): Node {
  const left = to.compile(ast.args[0]);
  const right = to.compile(ast.args[1]);
  checkEnumerated(left, right, to);
  noteConstant(left, right);
  noteFlips(ast.op, left, right, to);
  if (!fits(left.type, right.type)) mismatch(ast, left, right, to);
  const equal = haveIds(left, right, to) ? sameEntity(left.run, right.run) : equality(left, right);
  return { ast, type: { type: 'boolean' }, run: ast.op === '==' ? equal : (scope) => !equal(scope) };
}

function equality(left: Node, right: Node): (scope: Scope) => boolean {
  if (isNothing(right)) return absent(left);
  if (isNothing(left)) return absent(right);
  const since = sinceComparison('==', left, right);
  if (since !== undefined) return since;
  if (isPlain(left.type) && right.constant !== undefined) return equalsConstant(left.run, right.constant.value);
  if (isPlain(right.type) && left.constant !== undefined) return equalsConstant(right.run, left.constant.value);
  const a = side(left, right.type);
  const b = side(right, left.type);
  if (isPlain(left.type) && isPlain(right.type)) {
    return (scope) => {
      const value = a(scope);
      return value !== undefined && value === b(scope);
    };
  }
  return (scope) => {
    const value = a(scope);
    return value !== undefined && sameValue(value, b(scope));
  };
}

/** Entities are the same when their ids are, whatever is known of each: `order.customer == customer`. */
function haveIds(left: Node, right: Node, to: Compilation): boolean {
  const [a, b] = [left.type, right.type];
  return (
    a.type === 'object' && b.type === 'object' && ownMember(to.environment.objects, a.name)?.fields['id'] !== undefined
  );
}

function sameEntity(a: Run, b: Run): (scope: Scope) => boolean {
  return (scope) => {
    const [left, right] = [a(scope) as Entity | undefined, b(scope) as Entity | undefined];
    const [id, other] = [left?.['id'] ?? undefined, right?.['id'] ?? undefined];
    return id === undefined || other === undefined ? sameValue(left, right) : String(id) === String(other);
  };
}

function absent(node: Node): (scope: Scope) => boolean {
  const { run } = node;
  return (scope) => isMissing(run(scope));
}

/** `null`, or an empty text written out. */
function isNothing({ type, constant }: Node): boolean {
  return type.type === 'null' || constant?.value === '';
}

function equalsConstant(run: Run, value: unknown): (scope: Scope) => boolean {
  return value === undefined ? () => false : (scope) => run(scope) === value;
}

/** Types whose values `===` compares; untyped data is compared as it is. */
function isPlain(type: Static): boolean {
  return type.type === 'string' || type.type === 'number' || type.type === 'boolean' || type.type === 'timestamp';
}

const ordered = new Set<Static['type']>(['number', 'string', 'timestamp', 'duration', 'any', 'null']);

/** `< <= > >=`: false with a missing value, and between data of different kinds. */
export function compileOrder(ast: Comparison, to: Compilation): Node {
  const left = to.compile(ast.args[0]);
  const right = to.compile(ast.args[1]);
  const unordered = [left, right].find((node) => !ordered.has(node.type.type));
  if (unordered !== undefined) {
    const hint = unordered.type.type === 'list' ? 'size(…) counts its elements' : undefined;
    problem(to, unordered.ast, 'wrongOperand', `${ast.op} does not order ${describe(unordered.type)}`, hint);
  } else if (!fits(left.type, right.type)) mismatch(ast, left, right, to);
  noteConstant(left, right);
  noteFlips(ast.op, left, right, to);
  return { ast, type: { type: 'boolean' }, run: order(ast.op, left, right) };
}

function order(op: Binary, left: Node, right: Node): Run {
  const types = [left.type.type, right.type.type];
  if (types.includes('null')) return () => false;
  if (types.includes('duration'))
    return sinceComparison(op, left, right) ?? durationOrder(op, side(left, right.type), side(right, left.type));
  if (types.includes('any')) return dynamicOrder(op, side(left, right.type), side(right, left.type));
  return plainOrder(op, left, right);
}

/** Both sides are `undefined` or of one plain type: JavaScript's own comparison is false with `undefined`. */
function plainOrder(op: Binary, left: Node, right: Node): Run {
  const a = left.run as (scope: Scope) => number;
  const b = right.run as (scope: Scope) => number;
  const fixed = right.constant?.value;
  if (typeof fixed === 'number') return constantOrder(op, a, fixed);
  switch (op) {
    case '<':
      return (scope) => a(scope) < b(scope);
    case '<=':
      return (scope) => a(scope) <= b(scope);
    case '>':
      return (scope) => a(scope) > b(scope);
    default:
      return (scope) => a(scope) >= b(scope);
  }
}

function constantOrder(op: Binary, value: (scope: Scope) => number, fixed: number): Run {
  switch (op) {
    case '<':
      return (scope) => value(scope) < fixed;
    case '<=':
      return (scope) => value(scope) <= fixed;
    case '>':
      return (scope) => value(scope) > fixed;
    default:
      return (scope) => value(scope) >= fixed;
  }
}

function dynamicOrder(op: Binary, a: Run, b: Run): Run {
  const holds = holding(op);
  return (scope) => {
    const left = a(scope);
    const right = b(scope);
    if (typeof left === 'number' && typeof right === 'number') return holds(left, right);
    if (typeof left === 'string' && typeof right === 'string') return holds(left, right);
    if (!isDuration(left) && !isDuration(right)) return false;
    const [first, second] = [toDuration(left), toDuration(right)];
    return first !== undefined && second !== undefined && holds(lengthOf(first), lengthOf(second));
  };
}

function durationOrder(op: Binary, a: Run, b: Run): Run {
  const holds = holding(op);
  return (scope) => {
    const left = a(scope);
    const right = b(scope);
    return isDuration(left) && isDuration(right) && holds(lengthOf(left), lengthOf(right));
  };
}

/**
 * `now - order.createdAt > days(3)`: three days on the calendar after the order, not 72 hours. So a difference of
 * moments is compared by adding the duration to the earlier one.
 */
function sinceComparison(op: Binary, left: Node, right: Node): ((scope: Scope) => boolean) | undefined {
  const difference = left.difference ?? right.difference;
  if (difference === undefined || (left.difference !== undefined && right.difference !== undefined)) return undefined;
  const swapped = left.difference === undefined;
  const duration = side(swapped ? left : right, { type: 'duration' });
  const holds = holding(op);
  return (scope) => {
    const later = toMoment(difference.later(scope), scope);
    const earlier = toMoment(difference.earlier(scope), scope);
    const length = duration(scope);
    if (later === undefined || earlier === undefined || !isDuration(length)) return false;
    const reached = addDuration(instant(earlier), length, scope.ambient.zone);
    if (reached === undefined) return false;
    return swapped ? holds(reached, later) : holds(later, reached);
  };
}

function holding(op: Binary): <T extends number | string>(a: T, b: T) => boolean {
  switch (op) {
    case '<':
      return (a, b) => a < b;
    case '<=':
      return (a, b) => a <= b;
    case '>':
      return (a, b) => a > b;
    case '>=':
      return (a, b) => a >= b;
    case '==':
      return (a, b) => a === b;
    default:
      return (a, b) => a !== b;
  }
}

function checkEnumerated(left: Node, right: Node, to: Compilation): void {
  checkLiterals(to, right.ast, left.type);
  checkLiterals(to, left.ast, right.type);
}

function mismatch(ast: Ast, left: Node, right: Node, to: Compilation): void {
  const [text, other] = left.type.type === 'string' ? [left, right] : [right, left];
  const literal = text.constant?.value;
  problem(
    to,
    ast,
    'wrongOperand',
    `${describe(left.type)} is compared with ${describe(right.type)}`,
    typeof literal === 'string' ? rewriteHint(literal, other.type) : undefined,
  );
}

function rewriteHint(literal: string, wanted: Static): string | undefined {
  if (wanted.type === 'timestamp') return `write timestamp("${literal}")`;
  if (wanted.type === 'number' && literal.trim() !== '' && Number.isFinite(Number(literal)))
    return `write ${literal} without quotes`;
  const duration = /^(\d+)(m|h|d|w|mo|y)$/.exec(literal);
  if (wanted.type === 'duration' && duration) return `write ${unitNames[duration[2]!]!}(${duration[1]!})`;
  if (wanted.type === 'boolean' && (literal === 'true' || literal === 'false'))
    return `write ${literal} without quotes`;
  return undefined;
}

const unitNames: Readonly<Record<string, string>> = {
  m: 'minutes',
  h: 'hours',
  d: 'days',
  w: 'weeks',
  mo: 'months',
  y: 'years',
};
