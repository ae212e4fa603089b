import type { Project } from './project.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { namesIn, ownersIn } from './names.js';

/** Addresses that each resource names: by reference, by a code that another resource declares, or by a custom field. Sorted. */
export function dependenciesOf(project: Project, words: Vocabulary): ReadonlyMap<string, readonly string[]> {
  const owners = ownersIn(project, words);
  const objects = Object.fromEntries(words.objects.map((word) => [word.name, word]));
  return new Map(
    project.resources.map((resource) => {
      const named = [...namesIn(resource, words, objects)].flatMap((name) => owners.get(name) ?? []);
      return [resource.address, [...new Set(named)].filter((address) => address !== resource.address).toSorted()];
    }),
  );
}

/** The addresses in an order in which everything comes after what it names. Where they name each other, the sorted order decides. */
export function inOrder(
  addresses: readonly string[],
  dependencies: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const wanted = new Set(addresses);
  const seen = new Set<string>();
  const ordered: string[] = [];
  const visit = (address: string): void => {
    if (seen.has(address)) return;
    seen.add(address);
    for (const other of dependencies.get(address) ?? []) visit(other);
    if (wanted.has(address)) ordered.push(address);
  };
  addresses.toSorted().forEach(visit);
  return ordered;
}
