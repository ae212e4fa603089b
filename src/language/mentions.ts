import { lookUpField } from './fieldPath.js';
import type { Path, Resource } from './project.js';
import type { ObjectWord } from './scope.js';
import type { ValueType } from './valueType.js';
import { isObject } from '../model/json.js';
import type { Vocabulary } from '../vocabulary/word.js';

/** What a resource speaks of without a reference: fields by path, and codes of the enumerations that those fields and functions take. */
export interface Mentions {
  /** `order.customFields.callAt`; `customFields.callAt` where whose field it is depends on a variable. */
  readonly fields: ReadonlySet<string>;
  readonly enumerations: ReadonlySet<string>;
  /** Whole strings and quoted literals: what a code of such an enumeration would be. */
  readonly literals: ReadonlySet<string>;
}

/** Reads the mentions of one resource, or of the part of it at `within`, from its expressions, texts, field paths and plain values. */
export function mentionsOf(
  resource: Resource,
  words: Vocabulary,
  objects: Readonly<Record<string, ObjectWord>>,
  within: Path = [],
): Mentions {
  const sources = resource.sites
    .filter((site) => site.site !== 'reference' && site.site !== 'code' && isBelow(site.path, within))
    .map((site) => site.source);
  const { strings, keys } = plainParts(valueAt(resource.spec, within));
  const paths = new Set([...sources, ...keys].flatMap((source) => source.match(fieldPath) ?? []));
  const called = words.functions.filter(({ name }) => sources.some((source) => source.includes(`${name}(`)));
  const parameters = called.flatMap(({ overloads }) => overloads.flatMap((overload) => overload.parameters));
  return {
    fields: new Set([...[...paths].flatMap(customFieldOf), ...paths]),
    enumerations: new Set([
      ...[...paths].flatMap((path) => enumerationsAt(path, objects)),
      ...keys.flatMap((key) => enumerationsOfMember(key, objects)),
      ...parameters.flatMap(enumerationOf),
    ]),
    literals: new Set([...strings, ...sources.flatMap(quoted)]),
  };
}

/** Whether a path leads into the part at `within`. */
export function isBelow(path: Path, within: Path): boolean {
  return within.every((step, depth) => path[depth] === step);
}

function valueAt(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return value;
  // A list's index is a key like an object's.
  return typeof value === 'object' && value !== null
    ? valueAt((value as Readonly<Record<string, unknown>>)[step], rest)
    : undefined;
}

const fieldPath = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+/g;

/** `entry.order.customFields.callAt` → `order.customFields.callAt`; `o.customFields.callAt` → `customFields.callAt`. */
function customFieldOf(path: string): readonly string[] {
  const found = /(\w+)\.customFields\.(\w+)/.exec(path);
  if (!found) return [];
  const [, owner = '', code = ''] = found;
  return [['order', 'customer'].includes(owner) ? `${owner}.customFields.${code}` : `customFields.${code}`];
}

/** Codes that the field at a path takes; `order.status.code` and `order.status.name` of texts are `order.status`. */
function enumerationsAt(path: string, objects: Readonly<Record<string, ObjectWord>>): readonly string[] {
  const field = path.replace(/\.(code|name)$/, '');
  const found = [path, field].map((each) => lookUpField(each, objects)).find((each) => 'type' in each);
  if (found !== undefined && 'type' in found) return enumerationOf(found.type);
  return enumerationsOfMember(field.slice(field.lastIndexOf('.') + 1), objects);
}

const byMember = new WeakMap<Readonly<Record<string, ObjectWord>>, ReadonlyMap<string, readonly string[]>>();

/** Of a member of something whose type is not told here (`o.status`, `status:` of made-up data): those of every object's member of that name. */
function enumerationsOfMember(member: string, objects: Readonly<Record<string, ObjectWord>>): readonly string[] {
  let known = byMember.get(objects);
  if (!known) {
    const all = Object.values(objects).flatMap(({ fields }) =>
      Object.entries(fields).flatMap(([name, { type }]) => enumerationOf(type).map((of) => ({ name, of }))),
    );
    // `code` names what the thing itself is.
    const others = all.filter(({ name }) => name !== 'code');
    known = new Map(
      [...Map.groupBy(others, ({ name }) => name)].map(([name, some]) => [name, some.map(({ of }) => of)]),
    );
    byMember.set(objects, known);
  }
  return known.get(member) ?? [];
}

function enumerationOf(type: ValueType): readonly string[] {
  if (type.type === 'list' || type.type === 'map') return enumerationOf(type.of);
  return type.type === 'string' && type.enumeration !== undefined ? [type.enumeration] : [];
}

function quoted(source: string): readonly string[] {
  return [...source.matchAll(/"([^"]*)"|'([^']*)'/g)].map((match) => match[1] ?? match[2] ?? '');
}

/** Strings and keys of plain data; keys below `customFields`, and every `code`, as paths. */
function plainParts(value: unknown): { readonly strings: readonly string[]; readonly keys: readonly string[] } {
  if (typeof value === 'string') return { strings: [value], keys: [] };
  if (typeof value !== 'object' || value === null) return { strings: [], keys: [] };
  const parts = Object.values(value).map(plainParts);
  const keys = isObject(value) ? Object.keys(value) : [];
  const paths = isObject(value) ? Object.entries(value).flatMap(([key, member]) => pathsBelow(key, member)) : [];
  return {
    strings: parts.flatMap((part) => part.strings),
    keys: [...keys, ...paths, ...parts.flatMap((part) => part.keys)],
  };
}

function pathsBelow(key: string, member: unknown): readonly string[] {
  if (!isObject(member)) return [];
  const named = key === 'customFields' ? Object.keys(member) : Object.keys(member).filter((name) => name === 'code');
  return named.map((name) => `${key}.${name}`);
}
