import { editDistance } from '../language/nearest.js';
import { poolFolder } from './readLibrary.js';

/** Paths of the library that some automations need: their own, and the pool; or the codes that nobody has, with the nearest ones. */
export function pathsFor(
  codes: readonly string[],
  paths: readonly string[],
):
  | { readonly paths: readonly string[] }
  | { readonly unknown: readonly { readonly code: string; readonly near: readonly string[] }[] } {
  const known = new Set(paths.flatMap((path) => codeOf(path) ?? []));
  const unknown = codes.filter((code) => !known.has(code));
  if (unknown.length > 0) return { unknown: unknown.map((code) => ({ code, near: nearTo(code, [...known]) })) };
  return { paths: paths.filter((path) => codes.includes(codeOf(path) ?? '') || codeOf(path) === undefined) };
}

/** `call-back-ladder` of `calls/call-back-ladder/tests.yaml`; a file of the pool is nobody's. */
function codeOf(path: string): string | undefined {
  const [area, code, ...file] = path.split('/');
  return area === poolFolder || file.length === 0 ? undefined : code;
}

/** At most three codes that may have been meant: they share words with it, or differ in a few letters. */
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
