import type { Project } from '../language/project.js';

/** Addresses whose documents say something else than before, are new, or are gone. Comments and their place in the files do not count. */
export function changedSince(before: Project, now: Project): ReadonlySet<string> {
  const addresses = new Set<string>([...before.resources, ...now.resources].map(({ address }) => address));
  return new Set(
    [...addresses].filter((address) => before.byAddress.get(address)?.digest !== now.byAddress.get(address)?.digest),
  );
}
