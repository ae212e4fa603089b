import { isObject } from '../../../model/json.js';

export interface Tag {
  readonly name: string;
  readonly color: string;
  readonly attached: boolean;
}

/** The tags after `addTags`, `removeTags` and `attachedTag`; names differ by more than case. */
export function changeTags(
  stored: unknown,
  {
    add,
    remove,
    attached,
  }: { readonly add: readonly string[]; readonly remove: readonly string[]; readonly attached?: string },
): readonly Tag[] {
  const tags = Array.isArray(stored) ? stored.filter((tag): tag is Tag => isObject(tag)) : []; // only this function writes them
  const removed = new Set(remove.map(fold));
  const kept = tags.filter((tag) => !removed.has(fold(tag.name)));
  const wanted = attached === undefined || attached === '' ? add : [...add, attached];
  const added = wanted.reduce<Tag[]>((all, name) => {
    const known = all.some((tag) => fold(tag.name) === fold(name));
    return known ? all : [...all, { name, color: '#3e89b6', attached: false }];
  }, kept);
  if (attached === undefined) return added;
  return added.map((tag) => ({ ...tag, attached: attached !== '' && fold(tag.name) === fold(attached) }));
}

function fold(name: string): string {
  return name.toLowerCase();
}
