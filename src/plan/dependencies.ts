import type { Project, Resource } from '../language/project.js';
import type { Vocabulary } from '../vocabulary/word.js';

/** Addresses that each resource names: by reference, or by a code that another resource declares. Sorted. */
export function dependenciesOf(project: Project, words: Vocabulary): ReadonlyMap<string, readonly string[]> {
  const owners = ownersIn(project, words);
  return new Map(project.resources.map((resource) => [resource.address, namedBy(resource, owners)]));
}

interface Owners {
  /** `Template could-not-reach` → address. */
  readonly byReference: ReadonlyMap<string, string>;
  /** `status no-answer-1` → address. */
  readonly byCode: ReadonlyMap<string, string>;
}

function namedBy(resource: Resource, { byReference, byCode }: Owners): readonly string[] {
  const found = resource.sites.flatMap((site) => {
    if (site.site === 'reference') return site.to.map((kind) => byReference.get(`${kind} ${site.source}`));
    return site.site === 'code' ? [byCode.get(`${site.enumeration} ${site.source}`)] : [];
  });
  const others = found.filter((address) => address !== undefined && address !== resource.address);
  return [...new Set(others as string[])].toSorted(); // `undefined` was filtered out
}

function ownersIn(project: Project, words: Vocabulary): Owners {
  const byReference = new Map<string, string>();
  const byCode = new Map<string, string>();
  for (const word of words.kinds) {
    for (const resource of project.ofKind(word.kind)) {
      byReference.set(`${word.kind} ${resource.code}`, resource.address);
      for (const address of word.also?.(resource.spec) ?? [])
        byReference.set(referenceTo(address, words), resource.address);
      for (const [enumeration, codes] of Object.entries(word.declares?.(resource.spec) ?? {})) {
        for (const code of codes) byCode.set(`${enumeration} ${code}`, resource.address);
      }
    }
  }
  return { byReference, byCode };
}

function referenceTo(address: string, words: Vocabulary): string {
  const [prefix = '', code = ''] = address.split('/');
  return `${words.kinds.find((word) => word.prefix === prefix)?.kind ?? prefix} ${code}`;
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
