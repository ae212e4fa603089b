import { kindsByName } from '../language/commonFields.js';
import type { Resource } from '../language/project.js';
import { canonicalJson } from '../model/digest.js';
import { isObject } from '../model/json.js';
import type { Vocabulary } from '../vocabulary/word.js';

/** Whether the project's resource says something else than the library's of the same address. Items that only one of them has do not count. */
export function differing(library: Resource, project: Resource, words: Vocabulary): boolean {
  const lists = kindsByName(words).get(library.kind)?.listKeys ?? {};
  const keyed = library.kind === project.kind ? Object.entries(lists) : [];
  const isShared = (field: string): boolean => keyed.some(([name, key]) => name === field && key === 'code');
  const fields = new Set([...Object.keys(library.spec), ...Object.keys(project.spec)]);
  return [...fields].some((field) =>
    isShared(field)
      ? itemsDiffer(library.spec[field], project.spec[field])
      : canonicalJson(library.spec[field]) !== canonicalJson(project.spec[field]),
  );
}

function itemsDiffer(library: unknown, project: unknown): boolean {
  const known = new Map(itemsOf(library).map((item) => [item['code'], canonicalJson(item)]));
  return itemsOf(project).some((item) => known.has(item['code']) && known.get(item['code']) !== canonicalJson(item));
}

function itemsOf(list: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}
