import { nearest } from '../nearest.js';
import type { Ast } from './ast.js';
import { ownMember, problem, type Compilation } from './compilation.js';

/**
 * Reports literals that are no codes of a closed enumeration: the literal itself, those in a list, in the branches
 * of a ternary and in the default of `orValue`.
 */
export function checkCodes(to: Compilation, ast: Ast, enumeration: string): void {
  const known = ownMember(to.environment.enumerations, enumeration);
  if (known === undefined || !known.closed) return;
  for (const literal of literalsOf(ast)) {
    if (known.codes.has(literal.value)) continue;
    const near = nearest(literal.value, known.codes);
    const hint = near === undefined ? listed(known.codes) : `did you mean "${near}"?`;
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

function listed(codes: ReadonlySet<string>): string | undefined {
  return codes.size > 0 && codes.size <= 8 ? `known: ${[...codes].sort().join(', ')}` : undefined;
}
