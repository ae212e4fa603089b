import { lookUpField } from '../language/fieldPath.js';
import type { Resource } from '../language/project.js';
import type { ObjectWord } from '../language/scope.js';
import type { ValueType } from '../language/valueType.js';
import { isObject } from '../model/json.js';
import type { Vocabulary } from '../vocabulary/word.js';

/** What a resource speaks of without a reference: fields by path, and codes of the enumerations that those fields and functions take. */
export interface Mentions {
  /** `order.customFields.callAt` */
  readonly fields: ReadonlySet<string>;
  readonly enumerations: ReadonlySet<string>;
  /** Whole strings and quoted literals: what a code of such an enumeration would be. */
  readonly literals: ReadonlySet<string>;
}

/** Reads the mentions of one resource from its expressions, texts, field paths and plain values. */
export function mentionsOf(
  resource: Resource,
  words: Vocabulary,
  objects: Readonly<Record<string, ObjectWord>>,
): Mentions {
  const sources = resource.sites
    .filter((site) => site.site !== 'reference' && site.site !== 'code')
    .map((site) => site.source);
  const { strings, keys } = plainParts(resource.spec);
  const fields = new Set([...sources, ...keys].flatMap((source) => source.match(fieldPath) ?? []));
  const types = [...fields].flatMap((field) => typeOf(field, objects));
  const called = words.functions.filter(({ name }) => sources.some((source) => source.includes(`${name}(`)));
  const parameters = called.flatMap(({ overloads }) => overloads.flatMap((overload) => overload.parameters));
  return {
    fields,
    enumerations: new Set([...types, ...parameters].flatMap(enumerationOf)),
    literals: new Set([...strings, ...sources.flatMap(quoted)]),
  };
}

const fieldPath = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+/g;

function typeOf(field: string, objects: Readonly<Record<string, ObjectWord>>): readonly ValueType[] {
  const found = lookUpField(field, objects);
  return 'type' in found ? [found.type] : [];
}

function enumerationOf(type: ValueType): readonly string[] {
  if (type.type === 'list' || type.type === 'map') return enumerationOf(type.of);
  return type.type === 'string' && type.enumeration !== undefined ? [type.enumeration] : [];
}

function quoted(source: string): readonly string[] {
  return [...source.matchAll(/"([^"]*)"|'([^']*)'/g)].map((match) => match[1] ?? match[2] ?? '');
}

function plainParts(value: unknown): { readonly strings: readonly string[]; readonly keys: readonly string[] } {
  if (typeof value === 'string') return { strings: [value], keys: [] };
  if (typeof value !== 'object' || value === null) return { strings: [], keys: [] };
  const parts = Object.values(value).map(plainParts);
  const keys = isObject(value) ? Object.keys(value) : [];
  return { strings: parts.flatMap((part) => part.strings), keys: [...keys, ...parts.flatMap((part) => part.keys)] };
}
