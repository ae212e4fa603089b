import type { Environment, Field, FunctionWord, Scope, SourceProblem } from '../scope.js';
import type { Instant } from '../../model/instant.js';
import type { ValueType } from '../valueType.js';
import { codes } from './codes.js';
import type { Ast } from './ast.js';
import type { Static } from './types.js';

/** A checked and compiled piece of an expression. It never throws; a missing value is `undefined`. */
export interface Node {
  readonly ast: Ast;
  readonly type: Static;
  readonly run: (scope: Scope) => unknown;
  /** The same as data, where its members know more of their types than it does (`asData`). */
  readonly data?: (scope: Scope) => unknown;
  /** Known without data. */
  readonly constant?: { readonly value: unknown };
  /** The field that it reads, when it is a path and nothing else. */
  readonly use?: Use;
  /** Of a list: about how many elements it has, for the cost bound. */
  readonly size?: number;
  /** It is `now` plus something, or time elapsed since (until) a moment: how a comparison of it flips is known. */
  readonly clock?: ClockForm;
  /** Of a duration: it is this difference of moments, before it became milliseconds. */
  readonly difference?: { readonly later: (scope: Scope) => unknown; readonly earlier: (scope: Scope) => unknown };
  /** How often `now` is read inside. */
  readonly nows?: number;
  /** Its entry of the trace. */
  readonly trace?: number;
  /** Presence of the raw value, where `run` would give 0 for an absent one. */
  readonly present?: (scope: Scope) => boolean;
}

/** One reading of a field: `order.status`. */
export interface Use {
  readonly path: string;
  readonly field?: Field;
  /** Reached from a variable without passing through a list. */
  readonly direct: boolean;
  /** A longer path goes on from here, so this one is not read by itself. */
  extended?: boolean;
  /** It is compared with these constants and used for nothing else. */
  compared?: readonly number[];
}

export type ClockForm =
  /** `now + shift`, or `now` itself */
  | { readonly form: 'moment'; readonly shift?: (scope: Scope) => unknown }
  /** `now - from` */
  | { readonly form: 'elapsed'; readonly from: (scope: Scope) => unknown }
  /** `to - now` */
  | { readonly form: 'until'; readonly to: (scope: Scope) => unknown };

/** A variable that a macro binds. The cell is written by the loop and read by the body. */
export interface Local {
  readonly name: string;
  readonly type: Static;
  readonly cell: { value: unknown };
  /** Path of the elements, when the list is one. */
  readonly path?: string;
}

/** Moments at which something flips by time alone, as far as they are known in this scope. */
export type Flips = (scope: Scope) => readonly Instant[];

/** What one compilation gathers. */
export interface Compilation {
  readonly source: string;
  readonly environment: Environment;
  readonly functions: ReadonlyMap<string, FunctionWord>;
  readonly problems: SourceProblem[];
  readonly locals: Local[];
  readonly uses: Use[];
  /** Paths that functions read by themselves. */
  readonly alsoReads: Set<string>;
  readonly trace: ({ readonly ast: Ast; readonly type: Static; readonly run: (scope: Scope) => unknown } | undefined)[];
  /** Moments at which a comparison with `now` flips, and what else is read changes by time alone. */
  readonly flips: Flips[];
  /** A function is called that does not look at its arguments only. */
  looksAround: boolean;
  nows: number;
  /** Of those, how many stand in comparisons whose flip is known. */
  knownNows: number;
  cost: number;
  /** Product of the sizes of the lists that surround the place being compiled. */
  rounds: number;
  compile(ast: Ast): Node;
}

export function problem(
  to: Compilation,
  at: { readonly start: number; readonly end: number },
  code: keyof typeof codes,
  message: string,
  suggestion?: string,
): void {
  to.problems.push({
    code: codes[code],
    message,
    start: at.start,
    end: at.end,
    ...(suggestion !== undefined && { suggestion }),
  });
}

/** Stands in for a piece with a problem: fits everywhere, so that one mistake is reported once. */
export function broken(ast: Ast): Node {
  return { ast, type: { type: 'any' }, run: () => undefined };
}

export function constant(ast: Ast, type: Static, value: unknown): Node {
  return { ast, type, run: () => value, constant: { value } };
}

/** Own members only: `constructor` is no field. */
export function ownMember<T>(of: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(of, name) ? of[name] : undefined;
}

export const anyType: ValueType = { type: 'any' };
