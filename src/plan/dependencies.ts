import type { Project, Resource } from '../language/project.js';
import { mentionsOf, type Mentions } from './mentions.js';
import type { Vocabulary } from '../vocabulary/word.js';

/** Addresses that each resource names: by reference, by a code that another resource declares, or by a custom field. Sorted. */
export function dependenciesOf(project: Project, words: Vocabulary): ReadonlyMap<string, readonly string[]> {
  const owners = ownersIn(project, words);
  const objects = Object.fromEntries(words.objects.map((word) => [word.name, word]));
  return new Map(
    project.resources.map((resource) => {
      const named = [...namedBy(resource, owners), ...mentionedBy(mentionsOf(resource, words, objects), owners)];
      return [resource.address, [...new Set(named)].filter((address) => address !== resource.address).toSorted()];
    }),
  );
}

interface Owners {
  /** `Template could-not-reach` → address. */
  readonly byReference: ReadonlyMap<string, string>;
  /** `status no-answer-1` → address. */
  readonly byCode: ReadonlyMap<string, string>;
  /** `order.customFields.callAt` → address. */
  readonly byField: ReadonlyMap<string, string>;
}

function namedBy(resource: Resource, { byReference, byCode }: Owners): readonly string[] {
  return resource.sites.flatMap((site) => {
    if (site.site === 'reference') return site.to.flatMap((kind) => byReference.get(`${kind} ${site.source}`) ?? []);
    return site.site === 'code' ? (byCode.get(`${site.enumeration} ${site.source}`) ?? []) : [];
  });
}

function mentionedBy({ fields, enumerations, literals }: Mentions, { byCode, byField }: Owners): readonly string[] {
  const codes = [...enumerations].flatMap((enumeration) =>
    [...literals].flatMap((literal) => byCode.get(`${enumeration} ${literal}`) ?? []),
  );
  return [...codes, ...[...fields].flatMap((field) => byField.get(field) ?? [])];
}

function ownersIn(project: Project, words: Vocabulary): Owners {
  const byReference = new Map<string, string>();
  const byCode = new Map<string, string>();
  const byField = new Map(
    project
      .ofKind('CustomField')
      .map(({ spec, code, address }) => [`${String(spec['of'])}.customFields.${code}`, address]),
  );
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
  return { byReference, byCode, byField };
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
