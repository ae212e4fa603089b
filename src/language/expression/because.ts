import { formatDuration, type Duration } from '../../model/duration.js';
import { formatInstant, instant } from '../../model/instant.js';
import type { Because } from '../../model/instance.js';
import { isOnCalendar } from '../moment.js';
import type { Scope } from '../scope.js';
import { sourceOf, type Ast } from './ast.js';
import type { Compilation } from './compilation.js';

type Traced = NonNullable<Compilation['trace'][number]>;

/**
 * The part of an expression that decided its value, and what it looked at: of an `&&` that is false its first operand that is not true,
 * of an `||` that is true its first that is; else the whole.
 */
export function becauseOf(source: string, root: Ast, trace: readonly Traced[]): (scope: Scope) => Because {
  const traced = new Map(trace.map((entry) => [entry.ast, entry]));
  return (scope) => {
    const isTrue = (ast: Ast): boolean => valueOf(ast) === true;
    const valueOf = (ast: Ast): unknown => (ast.op === 'value' ? literalOf(ast.args) : traced.get(ast)?.run(scope));
    const ast = decisive(root, isTrue);
    return {
      source: sourceOf(source, ast),
      ...told(traced.get(ast), valueOf(ast)),
      values: looksAt(ast, traced).map((part) => ({
        source: sourceOf(source, part.ast),
        ...told(part, part.run(scope)),
      })),
    };
  };
}

/** The parser reads whole numbers exactly; here they are numbers like all others. */
function literalOf(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

function decisive(ast: Ast, isTrue: (ast: Ast) => boolean): Ast {
  if (ast.op === '?:') return decisive(ast.args[isTrue(ast.args[0]) ? 1 : 2], isTrue);
  if (ast.op !== '&&' && ast.op !== '||') return ast;
  const stops = (operand: Ast): boolean => isTrue(operand) === (ast.op === '||');
  const first = ast.args.find(stops);
  return first === undefined ? ast : decisive(first, isTrue);
}

/** Fields and calls that a part reads, in reading order; of a path the whole, of a macro the list that it goes through. */
function looksAt(ast: Ast, traced: ReadonlyMap<Ast, Traced>): readonly Traced[] {
  const own = traced.get(ast);
  switch (ast.op) {
    case 'value':
      return [];
    case 'id':
    case '.':
    case '[]':
      return own === undefined ? [] : [own];
    case 'call':
      return [...(own === undefined ? [] : [own]), ...ast.args[1].flatMap((part) => looksAt(part, traced))];
    case 'rcall':
      return [
        ...(own === undefined ? [] : [own]),
        ...[ast.args[1], ...ast.args[2]].flatMap((part) => looksAt(part, traced)),
      ];
    case 'list':
      return ast.args.flatMap((part) => looksAt(part, traced));
    case 'map':
      return ast.args.flatMap((entry) => entry.flatMap((part) => looksAt(part, traced)));
    case '!_':
    case '-_':
      return looksAt(ast.args, traced);
    default:
      return ast.args.flatMap((part) => looksAt(part, traced));
  }
}

/** Whole objects say nothing in a journal; a missing value has no `value`. */
function told(part: Pick<Traced, 'type'> | undefined, value: unknown): { readonly value?: unknown } {
  const plain = plainOf(part?.type.type, value);
  return plain === undefined ? {} : { value: plain };
}

function plainOf(type: string | undefined, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (type === 'timestamp' && typeof value === 'number')
    return isOnCalendar(value) ? formatInstant(instant(value)) : String(value);
  if (type === 'duration' && typeof value === 'object' && 'clock' in value) return formatDuration(value as Duration); // its only mark
  if (Array.isArray(value)) {
    const scalars = value.every((each) => typeof each !== 'object');
    return scalars && value.length <= mostElements
      ? value
      : `${value.length} ${value.length === 1 ? 'element' : 'elements'}`;
  }
  if (typeof value !== 'object') return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  const id = 'id' in value ? value.id : undefined;
  return typeof id === 'number' || typeof id === 'string' ? `${type === 'object' ? 'id ' : ''}${id}` : 'an object';
}

const mostElements = 20;
