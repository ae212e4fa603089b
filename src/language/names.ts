import { enumerationOfKind } from './compileEnvironment.js';
import type { Path, Project, Resource } from './project.js';
import type { ObjectWord } from './scope.js';
import { splitAddress } from '../model/address.js';
import type { KindWord, Vocabulary } from '../vocabulary/word.js';
import { isBelow, mentionsOf } from './mentions.js';

/**
 * What a resource, or the part of it at `within`, may mean by its references, codes, literals and fields: `Template could-not-reach`,
 * `status no-answer-1`, `order.customFields.callAt`. More than it does mean; those to which nobody answers mean nothing.
 */
export function namesIn(
  resource: Resource,
  words: Vocabulary,
  objects: Readonly<Record<string, ObjectWord>>,
  within: Path = [],
): ReadonlySet<string> {
  const { fields, enumerations, literals } = mentionsOf(resource, words, objects, within);
  return new Set([
    ...namedIn(resource, within),
    ...[...enumerations].flatMap((enumeration) => [...literals].map((literal) => `${enumeration} ${literal}`)),
    ...[...literals].flatMap((literal) => (literal.includes('/') ? nameOfAddress(literal, words) : [])),
    ...fields,
  ]);
}

/** What it names for certain, by its references and codes: `Template could-not-reach`, `status no-answer-1`. */
export function namedIn(resource: Resource, within: Path = []): ReadonlySet<string> {
  const told = resource.sites.flatMap((site) => {
    if (!isBelow(site.path, within)) return [];
    if (site.site === 'reference') return site.to.map((kind) => `${kind} ${site.source}`);
    return site.site === 'code' ? [`${site.enumeration} ${site.source}`] : [];
  });
  return new Set(told);
}

/** Who answers to a name: addresses by name. */
export function ownersIn(project: Project, words: Vocabulary): ReadonlyMap<string, readonly string[]> {
  const owners = new Map<string, string[]>();
  for (const word of words.kinds) {
    for (const resource of project.ofKind(word.kind)) {
      for (const name of namesOf(resource, word, words))
        owners.set(name, [...(owners.get(name) ?? []), resource.address]);
    }
  }
  return owners;
}

/** The names to which a resource answers. */
export function namesOf({ code, spec }: Resource, word: KindWord, words: Vocabulary): readonly string[] {
  const declared = Object.entries(word.declares?.(spec) ?? { [enumerationOfKind(word.kind)]: [code] });
  const own = [
    `${word.kind} ${code}`,
    ...(word.also?.(spec) ?? []).flatMap((address) => nameOfAddress(address, words)),
    ...(word.aliases?.of(spec) ?? []).map((alias) => `${word.kind} ${alias}`),
    ...declared.flatMap(([enumeration, codes]) => codes.map((each) => `${enumeration} ${each}`)),
    ...(word.fields ? [`${String(spec['of'])}.customFields.${code}`, `customFields.${code}`] : []),
  ];
  return [...new Set(own)];
}

/** `team/sales` → `Team sales` */
function nameOfAddress(address: string, words: Vocabulary): readonly string[] {
  const { prefix, identity } = splitAddress(address);
  const kind = words.kinds.find((word) => word.prefix === prefix)?.kind;
  return kind === undefined ? [] : [`${kind} ${identity}`];
}
