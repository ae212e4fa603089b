import type { Binding, FunctionWord, Scope } from '../scope.js';
import type { Ast } from './ast.js';
import { boundName, compileBody, walk, type Walked } from './binding.js';
import { broken, problem, type Compilation, type Node } from './compilation.js';
import { worldSize } from './cost.js';
import { checkBoolean } from './logic.js';
import { known } from './types.js';

type Lookups = Readonly<Record<string, number>>;

/** `orders(o, condition)`, `list.sortBy(x, key)`: a function that binds a name in its last argument. */
export function compileSearch(
  ast: Ast,
  word: FunctionWord,
  binds: Binding,
  args: readonly Ast[],
  to: Compilation,
): Node {
  const given = binds.over === 'list' ? 3 : 2;
  if (args.length !== given) {
    problem(
      to,
      ast,
      'wrongArguments',
      `${word.name} takes ${given} arguments, not ${args.length}`,
      `as in ${word.example}`,
    );
    return broken(ast);
  }
  const name = boundName(args.at(-2), to);
  const body = args.at(-1);
  if (name === undefined || body === undefined) return broken(ast);
  const size = binds.lookups === undefined ? worldSize : sizeOf(body, name, binds.lookups, to);
  const walked =
    binds.over === 'list' ? walk(to.compile(args[0]!), to) : everything(word.name, binds.over.object, size ?? 1);
  const { node, cell } = compileBody(body, name, walked, to);
  if (binds.yields.type === 'boolean') checkBoolean(node, to);
  if (size === undefined) {
    const fields = Object.keys(binds.lookups ?? {}).join(', ');
    problem(
      to,
      body,
      'noLookup',
      `${word.name} searches the whole shop: compare one of ${fields} for equality`,
      `as in ${word.example}${binds.otherwise === undefined ? '' : `; ${binds.otherwise}`}`,
    );
    return broken(ast);
  }
  const equal = binds.lookups === undefined || to.problems.length > 0 ? [] : equalities(body, name, binds.lookups, to);
  for (const path of word.reads ?? []) to.alsoReads.add(path);
  const { run } = node;
  return {
    ast,
    type: { type: 'list', of: known(walked.element) },
    size: walked.size,
    run: (scope) => {
      const outer = cell.value;
      const found = binds.evaluate(
        {
          list: (walked.list(scope) ?? []).map((raw) => walked.hydrate(raw, scope)),
          equal: Object.fromEntries(equal.map(([path, value]) => [path, value(scope)])),
          of: (element) => {
            cell.value = element;
            return run(scope);
          },
        },
        scope.ambient,
      );
      cell.value = outer;
      return found;
    },
  };
}

function everything(path: string, object: string, size: number): Walked {
  return {
    list: () => undefined,
    element: { type: 'object', name: object },
    hydrate: (raw) => raw,
    size,
    path,
    unlisted: true,
  };
}

/** About how many entities the search visits; `undefined` when its condition compares none of the fields. */
function sizeOf(body: Ast, name: string, lookups: Lookups, to: Compilation): number | undefined {
  const sizes = conjuncts(body).flatMap((part) => narrowedBy(part, name, lookups, to));
  return sizes.length === 0 ? undefined : Math.min(...sizes);
}

function narrowedBy(part: Ast, name: string, lookups: Lookups, to: Compilation): readonly number[] {
  if (part.op === '==' || part.op === 'in') {
    const [left, right] = part.args;
    const path = lookupPath(left, name, lookups) ?? lookupPath(right, name, lookups);
    const other = path === undefined ? undefined : lookupPath(left, name, lookups) === undefined ? left : right;
    if (path === undefined || other === undefined || mentions(other, name)) return [];
    return [part.op === '==' ? lookups[path]! : worldSize];
  }
  if (part.op !== 'call' || to.functions.get(part.args[0])?.narrows !== true) return [];
  const narrows = part.args[1].some((arg) => pathOf(arg, name) === '' || lookupPath(arg, name, lookups) !== undefined);
  return narrows ? [worldSize] : [];
}

function equalities(
  body: Ast,
  name: string,
  lookups: Lookups,
  to: Compilation,
): readonly (readonly [string, (scope: Scope) => unknown])[] {
  return conjuncts(body).flatMap((part) => {
    if (part.op !== '==') return [];
    const [left, right] = part.args;
    const path = lookupPath(left, name, lookups) ?? lookupPath(right, name, lookups);
    const other = lookupPath(left, name, lookups) === undefined ? left : right;
    return path === undefined || mentions(other, name) ? [] : [[path, to.compile(other).run] as const];
  });
}

function conjuncts(ast: Ast): readonly Ast[] {
  return ast.op === '&&' ? [...conjuncts(ast.args[0]), ...conjuncts(ast.args[1])] : [ast];
}

function lookupPath(ast: Ast, name: string, lookups: Lookups): string | undefined {
  const path = pathOf(ast, name);
  if (path === undefined || Object.hasOwn(lookups, path)) return path;
  // `customFields.*`: whichever member.
  const any = path.includes('.') ? `${path.slice(0, path.lastIndexOf('.'))}.*` : '';
  return Object.hasOwn(lookups, any) ? any : undefined;
}

/** `o.customer.id` → `customer.id`; `o` → the empty path. */
function pathOf(ast: Ast, name: string): string | undefined {
  if (ast.op === 'id') return ast.args === name ? '' : undefined;
  const member = memberIn(ast);
  const owner = member === undefined ? undefined : pathOf(member.owner, name);
  return member === undefined || owner === undefined
    ? undefined
    : owner === ''
      ? member.name
      : `${owner}.${member.name}`;
}

/** `o.name`, or `o["name"]`. */
function memberIn(ast: Ast): { readonly owner: Ast; readonly name: string } | undefined {
  if (ast.op === '.') return { owner: ast.args[0], name: ast.args[1] };
  if (ast.op !== '[]' || ast.args[1].op !== 'value' || typeof ast.args[1].args !== 'string') return undefined;
  return { owner: ast.args[0], name: ast.args[1].args };
}

function mentions(ast: Ast, name: string): boolean {
  switch (ast.op) {
    case 'value':
      return false;
    case 'id':
      return ast.args === name;
    case '.':
    case '!_':
    case '-_':
      return mentions(ast.op === '.' ? ast.args[0] : ast.args, name);
    case 'call':
      return ast.args[1].some((arg) => mentions(arg, name));
    case 'rcall':
      return [ast.args[1], ...ast.args[2]].some((arg) => mentions(arg, name));
    case 'map':
      return ast.args.flat().some((arg) => mentions(arg, name));
    default:
      return ast.args.some((arg) => mentions(arg, name));
  }
}
