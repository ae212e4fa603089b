import { digestOf, type Digest } from '../../model/digest.js';
import type { KindWord } from '../../vocabulary/word.js';
import type { Path, Resource, Site } from '../project.js';
import { mergeOver, type Taken } from './merge.js';

/** A resource as an environment has it: every part is located in the file that says it. */
export function overlaid(base: Resource, over: Resource, word: KindWord): Resource {
  const { value, taken } = mergeOver(base.spec, over.spec, word.listKeys ?? {});
  // Two maps merge into a map.
  const spec = value as Resource['spec'];
  let digest: Digest | undefined;
  return {
    ...base,
    spec,
    sites: sitesOf(base.sites, over.sites, taken),
    get digest() {
      return (digest ??= digestOf(spec));
    },
    locate(path, within, part) {
      const from = originOf(path, taken);
      return from === undefined ? base.locate(path, within, part) : over.locate(from, within, part);
    },
  };
}

/** The base's, but where the overlay took their place; the overlay's, where they stand now. */
function sitesOf(base: readonly Site[], over: readonly Site[], taken: readonly Taken[]): readonly Site[] {
  const kept = base.filter(({ path }) => originOf(path, taken) === undefined);
  const moved = over.flatMap((site) =>
    taken.flatMap(({ at, from }) =>
      startsWith(site.path, from) ? [{ ...site, path: [...at, ...site.path.slice(from.length)] }] : [],
    ),
  );
  return [...kept, ...moved];
}

/** Path in the overlay of what stands at a path; `undefined`: it is the base's. */
function originOf(path: Path, taken: readonly Taken[]): Path | undefined {
  const found = taken.find(({ at }) => startsWith(path, at));
  return found && [...found.from, ...path.slice(found.at.length)];
}

function startsWith(path: Path, begin: Path): boolean {
  return begin.length <= path.length && begin.every((part, index) => part === path[index]);
}
