import type { ValueType } from '../valueType.js';

/** Static types inside an expression: those of the language, and the literal `null`. */
export type Static = ValueType | { readonly type: 'null' };

/** A type in a user's words, after "is": `a number`, `a list of orders`, `text (a code of status)`. */
export function describe(type: Static): string {
  switch (type.type) {
    case 'string':
      return type.enumeration === undefined ? 'text' : `a code of ${type.enumeration}`;
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    case 'timestamp':
      return 'a moment';
    case 'duration':
      return 'a duration';
    case 'any':
      return 'untyped data';
    case 'null':
      return 'null';
    case 'list':
      return `a list (each ${describe(type.of)})`;
    case 'map':
      return `a map (each ${describe(type.of)})`;
    case 'object':
      return `${/^[aeiou]/.test(type.name) ? 'an' : 'a'} ${type.name}`;
  }
}

/** Whether a value of type `actual` may stand where `expected` is asked for. Untyped data fits everywhere, and everything fits it. */
export function fits(actual: Static, expected: Static): boolean {
  if (actual.type === 'any' || expected.type === 'any' || actual.type === 'null' || expected.type === 'null')
    return true;
  if (actual.type !== expected.type) return false;
  if (actual.type === 'list' || actual.type === 'map') return fits(actual.of, (expected as typeof actual).of);
  if (actual.type === 'object') return sameObject(actual, expected as typeof actual);
  return true;
}

type ObjectType = Extract<ValueType, { type: 'object' }>;

function sameObject(a: ObjectType, b: ObjectType): boolean {
  return a.name === b.name;
}

type StringType = Extract<ValueType, { type: 'string' }>;

function sameString(a: StringType, b: StringType): boolean {
  return a.enumeration === b.enumeration && a.values === b.values;
}

/** The type of "one or the other"; `undefined` when they have nothing in common. */
export function join(a: Static, b: Static): Static | undefined {
  if (a.type === 'null') return b;
  if (b.type === 'null') return a;
  if (a.type === 'any' || b.type === 'any') return { type: 'any' };
  if (a.type !== b.type) return undefined;
  if (a.type === 'string') return sameString(a, b as typeof a) ? a : { type: 'string' };
  if (a.type === 'list' || a.type === 'map') {
    const of = join(a.of, (b as typeof a).of);
    return of === undefined ? undefined : { type: a.type, of: known(of) };
  }
  if (a.type === 'object') return sameObject(a, b as typeof a) ? a : undefined;
  return a;
}

/** `null` alone says nothing about a type. */
export function known(type: Static): ValueType {
  return type.type === 'null' ? { type: 'any' } : type;
}
