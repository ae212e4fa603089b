import { givenReader, isShop, shopSuggestion } from '../everywhere.js';
import { didYouMean } from '../nearest.js';
import type { Ambient, Entity, Field, Scope } from '../scope.js';
import { unknownFieldCure, type ValueType } from '../valueType.js';
import type { Ast } from './ast.js';
import {
  anyType,
  broken,
  ownMember,
  problem,
  type Compilation,
  type Local,
  type Node,
  type Use,
} from './compilation.js';
import { hydrateTo, memberOf, toAny } from './hydrate.js';
import { describe, type Static } from './types.js';

type Of<Op extends Ast['op']> = Extract<Ast, { op: Op }>;

export function compileVariable(ast: Of<'id'>, to: Compilation): Node {
  const name = ast.args;
  const local = to.locals.findLast((each) => each.name === name);
  if (local !== undefined) return localNode(ast, local, to);
  const type = ownMember(to.environment.variables, name);
  if (type === undefined) {
    const names = [...to.locals.map((each) => each.name), ...Object.keys(to.environment.variables)];
    const dashed = dashedName(ast, to);
    if (dashed !== undefined && to.problems.some(({ end }) => end === ast.start - 1)) return broken(ast);
    const hint =
      dashed ??
      didYouMean(name, names) ??
      (to.functions.has(name) ? `it is a function: ${name}(…)` : inScope(ast, names, to));
    problem(to, ast, 'unknownVariable', `no variable "${name}" here`, hint);
    return broken(ast);
  }
  const use = note(to, { path: name, direct: true });
  if (name === 'now') {
    to.nows += 1;
    return { ast, type, use, run: (scope) => scope.ambient.now, clock: { form: 'moment' } };
  }
  const given = givenReader(name, to.environment);
  return { ast, type, use, run: given === undefined ? readVariable(name, type) : (scope) => given(scope.ambient) };
}

/** What there is; and of a name without members, that it may be a text. */
function inScope({ args, end }: Of<'id'>, names: readonly string[], { source }: Compilation): string {
  const known = `in scope: ${[...names].sort().join(', ')}`;
  return /^\s*[.[(]/.test(source.slice(end)) ? known : `a text stands in quotes: "${args}"; ${known}`;
}

/** `customFields.call-at` reads as a difference. */
function dashedName(ast: Ast, to: Compilation): string | undefined {
  const before = /\.([A-Za-z_]\w*(?:-\w+)*-)$/.exec(to.source.slice(0, ast.start));
  return before === null
    ? undefined
    : `a field whose name has a dash is written ["${before[1]!}${to.source.slice(ast.start, ast.end)}"]`;
}

function readVariable(name: string, type: ValueType): (scope: Scope) => unknown {
  if (type.type === 'object') {
    return (scope) => {
      const raw = scope[name];
      return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? raw : undefined;
    };
  }
  const hydrate = hydrateTo(type);
  return hydrate === toAny ? (scope) => scope[name] ?? undefined : (scope) => hydrate(scope[name], scope);
}

function localNode(ast: Ast, local: Local, to: Compilation): Node {
  const { cell, path } = local;
  return {
    ast,
    type: local.type,
    run: () => cell.value,
    ...(path !== undefined && { use: note(to, { path, direct: false }) }),
  };
}

export function compileMember(ast: Of<'.'>, to: Compilation): Node {
  const owner = to.compile(ast.args[0]);
  return member(ast, owner, ast.args[1], { start: ast.pos, end: ast.end }, to);
}

/** `owner.name`, also written `owner["name"]`. */
export function member(ast: Ast, owner: Node, name: string, at: { start: number; end: number }, to: Compilation): Node {
  const found = fieldOf(owner.type, name, to);
  if (found === undefined) {
    complain(owner, name, at, to);
    return broken(ast);
  }
  const { field, type } = found;
  const use = extend(owner, name, field, to);
  const read = { ast, type, ...(use !== undefined && { use }) };
  if (field === undefined || field === 'dynamic')
    return { ...read, run: readMember(owner, name, type, field === 'dynamic') };
  noteChanges(owner, field, to);
  const raw = rawField(owner, name, field);
  if (field.zeroWhenAbsent !== true) return { ...read, run: readField(owner, name, field) };
  return {
    ...read,
    run: zeroWhenAbsent(owner, readField(owner, name, field)),
    present: (scope) => (raw(scope) ?? undefined) !== undefined,
  };
}

function noteChanges({ run }: Node, { changes }: Field, to: Compilation): void {
  if (changes === undefined) return;
  to.flips.push((scope) => {
    const entity = run(scope) as Entity | undefined;
    return entity === undefined ? [] : changes(entity, scope.ambient);
  });
}

/** A member's type and, when an ObjectWord declares it, its Field; `dynamic` when only the data knows. */
function fieldOf(
  owner: Static,
  name: string,
  to: Compilation,
): { type: ValueType; field?: Field | 'dynamic' } | undefined {
  if (owner.type === 'any') return { type: anyType, field: 'dynamic' };
  if (owner.type === 'map') return { type: owner.of, field: 'dynamic' };
  if (owner.type !== 'object') return undefined;
  const inline = owner.fields === undefined ? undefined : ownMember(owner.fields, name);
  if (inline !== undefined) return { type: inline };
  const word = ownMember(to.environment.objects, owner.name);
  if (word === undefined) return owner.fields === undefined ? { type: anyType, field: 'dynamic' } : undefined;
  const field = ownMember(word.fields, name);
  if (field !== undefined) return { type: field.type, field };
  return word.rest === undefined ? undefined : { type: word.rest, field: 'dynamic' };
}

function complain(owner: Node, name: string, at: { start: number; end: number }, to: Compilation): void {
  const { type } = owner;
  if (type.type !== 'object') {
    const hint = type.type === 'list' ? `take one element [0], or ask all: .exists(x, x.${name} …)` : undefined;
    problem(to, at, 'unknownField', `${describe(type)} has no field "${name}"`, hint);
    return;
  }
  const names = [
    ...Object.keys(type.fields ?? {}),
    ...Object.keys(ownMember(to.environment.objects, type.name)?.fields ?? {}),
  ];
  const dashed = name + (/^(?:-[A-Za-z0-9_]+)+/.exec(to.source.slice(at.end))?.[0] ?? '');
  const hint =
    dashed !== name && names.includes(dashed)
      ? `write ["${dashed}"]`
      : (didYouMean(name, names) ?? (isShop(type) ? shopSuggestion(name) : unknownFieldCure(type, name)));
  problem(to, at, 'unknownField', `${describe(type)} has no field "${name}"`, hint);
}

function readField(owner: Node, name: string, field: Field): (scope: Scope) => unknown {
  const hydrate = hydrateTo(field.type);
  const { compute } = field;
  const { run } = owner;
  if (compute === undefined) return readMember(owner, name, field.type, false);
  return (scope) => {
    const entity = run(scope) as Entity | undefined;
    return entity === undefined ? undefined : hydrate(compute(entity, scope.ambient), scope);
  };
}

function rawField(owner: Node, name: string, field: Field): (scope: Scope) => unknown {
  const read: (entity: Entity, ambient: Ambient) => unknown = field.compute ?? ((entity) => entity[name]);
  return (scope) => {
    const entity = owner.run(scope) as Entity | undefined;
    return entity === undefined ? undefined : read(entity, scope.ambient);
  };
}

function zeroWhenAbsent(owner: Node, read: (scope: Scope) => unknown): (scope: Scope) => unknown {
  return (scope) => {
    const value = read(scope);
    if (value !== undefined) return value;
    return owner.run(scope) === undefined ? undefined : 0;
  };
}

/** A declared raw member, the hot path of every condition: the type's check stands in the closure itself. */
function readMember(owner: Node, name: string, type: ValueType, dynamic: boolean): (scope: Scope) => unknown {
  const { run } = owner;
  const hydrate = hydrateTo(type);
  if (dynamic) return (scope) => hydrate(memberOf(run(scope), name), scope);
  if (type.type === 'string') {
    return (scope) => {
      const entity = run(scope) as Entity | undefined;
      if (entity === undefined) return undefined;
      const raw = entity[name];
      return typeof raw === 'string' ? raw : hydrate(raw, scope);
    };
  }
  if (type.type === 'number') {
    return (scope) => {
      const entity = run(scope) as Entity | undefined;
      if (entity === undefined) return undefined;
      const raw = entity[name];
      return typeof raw === 'number' ? raw : hydrate(raw, scope);
    };
  }
  return (scope) => {
    const entity = run(scope) as Entity | undefined;
    return entity === undefined ? undefined : hydrate(entity[name], scope);
  };
}

export function note(to: Compilation, use: Use): Use {
  to.uses.push(use);
  return use;
}

export function extend(
  owner: Node,
  name: string,
  field: Field | 'dynamic' | undefined,
  to: Compilation,
): Use | undefined {
  if (owner.use === undefined) return undefined;
  owner.use.extended = true;
  if (owner.trace !== undefined) to.trace[owner.trace] = undefined;
  return note(to, {
    path: `${owner.use.path}.${name}`,
    direct: owner.use.direct,
    ...(field !== undefined && field !== 'dynamic' && { field }),
  });
}
