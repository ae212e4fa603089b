import { editDistance } from '../language/nearest.js';
import type { Automation } from './automation.js';
import type { Library } from './readLibrary.js';

/** The automations of these codes, each once, in the order in which they are named; or the codes that nobody has, with the nearest ones. */
export function automationsOf(
  codes: readonly string[],
  { automations }: Pick<Library, 'automations'>,
):
  | { readonly found: readonly Automation[] }
  | { readonly unknown: readonly { readonly code: string; readonly near: readonly string[] }[] } {
  const byCode = new Map(automations.map((automation) => [automation.code, automation]));
  const found = [...new Set(codes)].map((code) => ({ code, automation: byCode.get(code) }));
  const unknown = found.filter(({ automation }) => automation === undefined);
  return unknown.length > 0
    ? { unknown: unknown.map(({ code }) => ({ code, near: nearTo(code, [...byCode.keys()]) })) }
    : { found: found.flatMap(({ automation }) => automation ?? []) };
}

/** At most three codes that may have been meant: they share a beginning or words with it, or differ in a few letters. */
export function nearTo(code: string, known: readonly string[]): readonly string[] {
  const words = code
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2);
  return known
    .map((other) => ({
      other,
      shared: words.filter((word) => other.includes(word)).length,
      distance: editDistance(code, other, Math.max(2, Math.floor(code.length / 3))),
    }))
    .filter(({ shared, distance }) => shared > 0 || distance < Infinity)
    .toSorted((a, b) => a.distance - b.distance || b.shared - a.shared || (a.other < b.other ? -1 : 1))
    .slice(0, 3)
    .map(({ other }) => other);
}
