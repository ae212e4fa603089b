import type { ObjectWord } from './scope.js';
import { any, type ValueType } from './valueType.js';
import { didYouMean } from './nearest.js';

export type FieldLookup =
  | { readonly type: ValueType }
  /** `start` and `end`: characters of the path at which the unknown member stands. */
  | {
      readonly unknown: string;
      readonly of: string;
      readonly start: number;
      readonly end: number;
      readonly suggestion?: string;
    };

/**
 * The type of a field path such as `order.payments.status`: an object's name, then members; a member of a list is the
 * member of its elements. Untyped data and maps take every member.
 */
export function lookUpField(path: string, objects: Readonly<Record<string, ObjectWord>>): FieldLookup {
  const [root = '', ...members] = path.split('.');
  if (objects[root] === undefined) return unknownMember(path, '', root, 0, Object.keys(objects));
  let type: ValueType = { type: 'object', name: root };
  let start = root.length + 1;
  let owner = root;
  for (const member of members) {
    const found = memberOf(elementOf(type), member, objects);
    if ('names' in found) return unknownMember(path, owner, member, start, found.names);
    type = found.type;
    owner = `${owner}.${member}`;
    start += member.length + 1;
  }
  return { type };
}

function elementOf(type: ValueType): ValueType {
  return type.type === 'list' ? elementOf(type.of) : type;
}

function memberOf(
  type: ValueType,
  member: string,
  objects: Readonly<Record<string, ObjectWord>>,
): { type: ValueType } | { names: readonly string[] } {
  if (type.type === 'any') return { type: any };
  if (type.type === 'map') return { type: type.of };
  if (type.type !== 'object') return { names: [] };
  const word = objects[type.name];
  const found = type.fields?.[member] ?? word?.fields[member]?.type ?? word?.rest;
  return found ? { type: found } : { names: Object.keys(type.fields ?? word?.fields ?? {}) };
}

function unknownMember(path: string, of: string, member: string, start: number, names: readonly string[]): FieldLookup {
  const suggestion = didYouMean(member, names);
  return {
    unknown: member,
    of,
    start,
    end: Math.max(start + member.length, Math.min(start + 1, path.length)),
    ...(suggestion !== undefined && { suggestion }),
  };
}
