import { nearest } from '../nearest.js';
import type { Ast } from './ast.js';
import { ownMember, problem, type Compilation } from './compilation.js';
import type { Static } from './types.js';

/**
 * Reports literals that a text compared with them never is, by its type: the literal itself, those in a list, in the
 * branches of a ternary and in the default of `orValue`.
 */
export function checkLiterals(to: Compilation, ast: Ast, type: Static): void {
  if (type.type !== 'string') return;
  if (type.enumeration !== undefined) checkCodes(to, ast, type.enumeration);
  if (type.values !== undefined) checkValues(to, ast, type.values);
}

/** An empty text is no value but asks whether there is one. */
function checkValues(to: Compilation, ast: Ast, values: readonly string[]): void {
  const known = new Set(values).add('');
  for (const literal of literalsOf(ast))
    if (!known.has(literal.value))
      problem(to, literal.at, 'unknownCode', `this is never "${literal.value}"`, hintFor(literal.value, values));
}

/** Reports literals that are no codes of a closed enumeration. */
export function checkCodes(to: Compilation, ast: Ast, enumeration: string): void {
  const known = ownMember(to.environment.enumerations, enumeration);
  if (known === undefined || !known.closed) return;
  for (const literal of literalsOf(ast)) {
    if (known.codes.has(literal.value)) continue;
    const hint = hintFor(literal.value, [...known.codes]);
    problem(to, literal.at, 'unknownCode', `no ${wordFor(enumeration)} "${literal.value}"`, hint);
  }
}

function literalsOf(ast: Ast): readonly { readonly value: string; readonly at: Ast }[] {
  switch (ast.op) {
    case 'value':
      return typeof ast.args === 'string' ? [{ value: ast.args, at: ast }] : [];
    case 'list':
      return ast.args.flatMap(literalsOf);
    case '?:':
      return [...literalsOf(ast.args[1]), ...literalsOf(ast.args[2])];
    case 'rcall':
      return ast.args[0] === 'orValue' ? [ast.args[1], ...ast.args[2]].flatMap(literalsOf) : [];
    default:
      return [];
  }
}

/** `orderType` → `order type`, `dictionary:supplier` → `value of dictionary supplier`. */
export function wordFor(enumeration: string): string {
  const [kind, of] = enumeration.split(':') as [string, string?];
  const words = kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return of === undefined ? words : `value of ${words} ${of}`;
}

function hintFor(value: string, known: readonly string[]): string | undefined {
  const near = nearest(value, known);
  if (near !== undefined) return `did you mean "${near}"?`;
  return known.length > 0 && known.length <= 8 ? `known: ${[...known].sort().join(', ')}` : undefined;
}
