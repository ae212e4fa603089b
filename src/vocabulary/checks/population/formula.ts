import { parse, sourceOf, type Ast } from '../../../language/expression/ast.js';

export type Constant = number | string | boolean | null;
export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** A condition as a combination of comparisons of fields with constants; what is anything else is an unknown truth value. */
export type Formula =
  | { readonly is: 'constant'; readonly value: boolean }
  | { readonly is: 'not'; readonly of: Formula }
  | { readonly is: 'and' | 'or'; readonly all: readonly Formula[] }
  /** `orElse` stands for the field when it is missing (`x.orValue(0)`). */
  | {
      readonly is: 'compare';
      readonly path: string;
      readonly by: Comparison;
      readonly with: Constant;
      readonly orElse?: Constant;
    }
  | { readonly is: 'member'; readonly path: string; readonly of: readonly Constant[]; readonly orElse?: Constant }
  /** Not a comparison of a field with a constant; equal sources are equal. */
  | { readonly is: 'unknown'; readonly source: string };

/** `undefined` when the text is no expression; compiling reports that. */
export function readFormula(source: string): Formula | undefined {
  const parsed = parse(source);
  return 'ast' in parsed ? formulaOf(parsed.ast, source) : undefined;
}

function formulaOf(node: Ast, source: string): Formula {
  switch (node.op) {
    case '&&':
      return { is: 'and', all: node.args.map((part) => formulaOf(part, source)) };
    case '||':
      return { is: 'or', all: node.args.map((part) => formulaOf(part, source)) };
    case '!_':
      return { is: 'not', of: formulaOf(node.args, source) };
    case '?:': {
      const [test, yes, no] = node.args.map((part) => formulaOf(part, source)) as [Formula, Formula, Formula];
      return {
        is: 'or',
        all: [
          { is: 'and', all: [test, yes] },
          { is: 'and', all: [{ is: 'not', of: test }, no] },
        ],
      };
    }
    default:
      return atomOf(node) ?? { is: 'unknown', source: sourceOf(source, node) };
  }
}

function atomOf(node: Ast): Formula | undefined {
  switch (node.op) {
    case 'value':
      return typeof node.args === 'boolean' ? { is: 'constant', value: node.args } : undefined;
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return (
        comparisonOf(node.args[0], node.op, node.args[1]) ?? comparisonOf(node.args[1], turned[node.op], node.args[0])
      );
    case 'in': {
      const field = fieldOf(node.args[0]);
      const members = node.args[1].op === 'list' ? node.args[1].args.map(constantOf) : [undefined];
      if (!field || members.includes(undefined)) return undefined;
      return { is: 'member', ...field, of: members as Constant[] };
    }
    case 'call': {
      const field = node.args[0] === 'has' && node.args[1].length === 1 ? fieldOf(node.args[1][0]!) : undefined;
      return field && { is: 'compare', ...field, by: '!=', with: null };
    }
    default: {
      const field = fieldOf(node);
      return field && { is: 'compare', ...field, by: '==', with: true };
    }
  }
}

const turned: Readonly<Record<Comparison, Comparison>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

function comparisonOf(left: Ast, by: Comparison, right: Ast): Formula | undefined {
  const field = fieldOf(left);
  const constant = constantOf(right);
  return field && constant !== undefined ? { is: 'compare', ...field, by, with: constant } : undefined;
}

interface FieldOperand {
  readonly path: string;
  readonly orElse?: Constant;
}

function fieldOf(node: Ast): FieldOperand | undefined {
  if (node.op === 'rcall' && node.args[0] === 'orValue' && node.args[2].length === 1) {
    const path = pathOf(node.args[1]);
    const orElse = constantOf(node.args[2][0]!);
    return path !== undefined && orElse !== undefined ? { path, orElse } : undefined;
  }
  const path = node.op === '.' ? pathOf(node) : undefined;
  return path === undefined ? undefined : { path };
}

function pathOf(node: Ast): string | undefined {
  if (node.op === 'id') return node.args;
  if (node.op !== '.') return undefined;
  const owner = pathOf(node.args[0]);
  return owner === undefined ? undefined : `${owner}.${node.args[1]}`;
}

/** Literals, and sums and products of number literals. */
function constantOf(node: Ast): Constant | undefined {
  switch (node.op) {
    case 'value':
      if (typeof node.args === 'bigint') return Number(node.args);
      return node.args === null ||
        typeof node.args === 'number' ||
        typeof node.args === 'string' ||
        typeof node.args === 'boolean'
        ? node.args
        : undefined;
    case '-_': {
      const value = constantOf(node.args);
      return typeof value === 'number' ? -value : undefined;
    }
    case '+':
    case '-':
    case '*': {
      const [a, b] = [constantOf(node.args[0]), constantOf(node.args[1])];
      if (typeof a !== 'number' || typeof b !== 'number') return undefined;
      return node.op === '+' ? a + b : node.op === '-' ? a - b : a * b;
    }
    default:
      return undefined;
  }
}

/** Fields that are compared, with their constants; and what is unknown. */
export function atomsOf(formulas: readonly Formula[]): {
  readonly fields: ReadonlyMap<string, ReadonlySet<Constant>>;
  readonly unknown: ReadonlySet<string>;
} {
  const fields = new Map<string, Set<Constant>>();
  const unknown = new Set<string>();
  const note = (path: string, constants: readonly Constant[]): void => {
    const known = fields.get(path) ?? new Set();
    for (const constant of constants) known.add(constant);
    fields.set(path, known);
  };
  const visit = (formula: Formula): void => {
    if (formula.is === 'not') visit(formula.of);
    else if (formula.is === 'and' || formula.is === 'or') formula.all.forEach(visit);
    else if (formula.is === 'compare') note(formula.path, [formula.with]);
    else if (formula.is === 'member') note(formula.path, formula.of);
    else if (formula.is === 'unknown') unknown.add(formula.source);
  };
  formulas.forEach(visit);
  return { fields, unknown };
}

/** A value of a field; `undefined` is the missing one. */
export type Value = Exclude<Constant, null> | undefined;

/** Whether it holds, with the language's rule for missing values: different from everything, and in no order. */
export function holds(
  formula: Formula,
  valueOf: (path: string) => Value,
  truthOf: (source: string) => boolean,
): boolean {
  switch (formula.is) {
    case 'constant':
      return formula.value;
    case 'not':
      return !holds(formula.of, valueOf, truthOf);
    case 'and':
      return formula.all.every((part) => holds(part, valueOf, truthOf));
    case 'or':
      return formula.all.some((part) => holds(part, valueOf, truthOf));
    case 'unknown':
      return truthOf(formula.source);
    case 'compare':
      return compares(filled(valueOf(formula.path), formula.orElse), formula.by, formula.with);
    case 'member': {
      const value = filled(valueOf(formula.path), formula.orElse);
      return value !== undefined && formula.of.includes(value);
    }
  }
}

function filled(value: Value, orElse: Constant | undefined): Value {
  return value === undefined && orElse !== null ? orElse : value;
}

function compares(value: Value, by: Comparison, constant: Constant): boolean {
  if (constant === null) return by === '==' ? value === undefined : by === '!=' ? value !== undefined : false;
  if (by === '!=') return value !== constant;
  if (value === undefined) return false;
  if (by === '==') return value === constant;
  if (typeof value !== typeof constant) return false;
  return by === '<'
    ? value < constant
    : by === '<='
      ? value <= constant
      : by === '>'
        ? value > constant
        : value >= constant;
}
