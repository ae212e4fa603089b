import type { Compilation } from './compilation.js';

/** Paths that are read: the longest of each chain, sorted. Elements of a search stand under its name: `orders.status`. */
export function readsOf(from: Compilation): readonly string[] {
  const paths = new Set(from.alsoReads);
  for (const use of from.uses) if (use.extended !== true) paths.add(use.path);
  return [...paths].sort();
}

/**
 * Constants with which fields that change by the mere passing of time are compared. `undefined` when the value may
 * change at moments that nobody can name: such a field is used for something else, or `now` is.
 */
export function crossingsOf(from: Compilation): ReadonlyMap<string, readonly number[]> | undefined {
  if (from.knownNows < from.nows) return undefined;
  const crossings = new Map<string, readonly number[]>();
  for (const use of from.uses) {
    if (use.extended === true || use.field?.crosses === undefined) continue;
    if (!use.direct || use.compared === undefined) return undefined;
    crossings.set(
      use.path,
      [...new Set([...(crossings.get(use.path) ?? []), ...use.compared])].sort((a, b) => a - b),
    );
  }
  return crossings;
}
