import { isShop, shopSuggestion } from '../everywhere.js';
import { didYouMean } from '../nearest.js';
import type { Environment, SourceProblem } from '../scope.js';
import { any, codeOf, string, unknownFieldCure } from '../valueType.js';
import type { ValueType } from '../valueType.js';
import { textCodes } from './codes.js';
import { fieldOf } from './value.js';

/** Type of member `name`; `undefined` when values of this type have no such member. */
export function memberType(type: ValueType, name: string, environment: Environment): ValueType | undefined {
  switch (type.type) {
    case 'any':
      return any;
    case 'map':
      return type.of;
    case 'list':
      return /^\d+$/.test(name) ? type.of : undefined;
    case 'string':
      return type.enumeration === undefined ? undefined : referenceMembers(type.enumeration)[name];
    case 'object':
      return memberOfObject(type, name, environment);
    default:
      return undefined;
  }
}

/**
 * The path of the data that a member reads: elements of a list are read under the list's own path, and a reference
 * is one value, whatever of it is shown.
 */
export function pathTo(
  { type, path }: { readonly type: ValueType; readonly path: string | undefined },
  name: string,
): string | undefined {
  if (path === undefined || type.type === 'string' || (type.type === 'list' && /^\d+$/.test(name))) return path;
  return `${path}.${name}`;
}

/** Where a name of the text stands in its source. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export function unknownVariable(name: string, { start, end }: Range, environment: Environment): SourceProblem {
  const known = Object.keys(environment.variables);
  const suggestion =
    didYouMean(name, known) ?? (known.length > 0 ? `in scope here: ${[...known].sort().join(', ')}` : undefined);
  return problem(textCodes.unknownVariable, `there is no variable "${name}" here`, { start, end }, suggestion);
}

export function unknownMember(type: ValueType, name: string, range: Range, environment: Environment): SourceProblem {
  const names = memberNames(type, environment);
  const message =
    names.length === 0 && !isShop(type) ? `${nameOf(type)} has no members` : `${nameOf(type)} has no member "${name}"`;
  return problem(
    textCodes.unknownMember,
    message,
    range,
    didYouMean(name, names) ??
      (isShop(type) ? shopSuggestion(name) : (getter(name, names) ?? unknownFieldCure(type, name))),
  );
}

/** A whole object or list in `{{ }}`. */
export function unprintable(
  type: ValueType,
  path: string,
  range: Range,
  environment: Environment,
): SourceProblem | undefined {
  if (type.type === 'list' || type.type === 'map')
    return problem(
      textCodes.unprintable,
      `${nameOf(type)} cannot be printed`,
      range,
      `print its members in a loop, or ${path}|join(', ')`,
    );
  if (type.type !== 'object') return undefined;
  const names = memberNames(type, environment);
  const example =
    ['number', 'name', 'firstName', 'text', 'code', 'id'].find((name) => names.includes(name)) ?? names[0];
  return problem(
    textCodes.unprintable,
    `${nameOf(type)} cannot be printed`,
    range,
    example === undefined
      ? undefined
      : `print one of its members: ${/^[\w.]+$/.test(path) ? path : `(${path})`}.${example}`,
  );
}

export function problem(code: string, message: string, { start, end }: Range, suggestion?: string): SourceProblem {
  return { code, message, start, end, ...(suggestion !== undefined && { suggestion }) };
}

/** Tells the problems of one text apart. */
export function keyOfProblem({ code, start }: Pick<SourceProblem, 'code' | 'start'>): string {
  return `${code} ${start}`;
}

/** What a value is, in a message. */
export function nameOf(type: ValueType): string {
  switch (type.type) {
    case 'object':
      return `the object ${type.name}`;
    case 'list':
      return 'a list';
    case 'map':
      return 'a map';
    case 'string':
      return type.enumeration === undefined ? 'a text' : `a ${type.enumeration}`;
    case 'any':
      return 'the value';
    default:
      return `a ${type.type}`;
  }
}

function memberNames(type: ValueType, { objects }: Environment): readonly string[] {
  if (type.type === 'string')
    return type.enumeration === undefined ? [] : Object.keys(referenceMembers(type.enumeration));
  if (type.type !== 'object') return [];
  if (type.fields) return Object.keys(type.fields);
  const word = objects[type.name];
  return word ? [...Object.keys(word.fields), ...Object.keys(word.twig ?? {})] : [];
}

function memberOfObject(
  type: ValueType & { type: 'object' },
  name: string,
  { objects }: Environment,
): ValueType | undefined {
  if (type.fields) return own(type.fields, name);
  const word = objects[type.name];
  if (!word) return any;
  return fieldOf(word, name)?.type ?? word.rest;
}

/** A reference of the CRM in a text has a code and a name; alone it prints the name. */
function referenceMembers(enumeration: string): Readonly<Record<string, ValueType>> {
  return { code: string, name: string, ...(enumeration === 'status' && { group: codeOf('statusGroup') }) };
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** The CRM's old getter syntax: `getStatus` for `status`. */
function getter(name: string, names: readonly string[]): string | undefined {
  const bare = /^(?:get|is|has)([A-Z]\w*)$/.exec(name)?.[1];
  return bare === undefined ? undefined : didYouMean(bare, names);
}
