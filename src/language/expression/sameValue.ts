import { lengthOf } from './durations.js';
import { isDuration } from './hydrate.js';

/** Equality of data of any shape; durations by their length, nothing equals a missing value. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === undefined || a === null || b === undefined || b === null) return false;
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (isDuration(a) && isDuration(b)) return lengthOf(a) === lengthOf(b);
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((value, index) => sameValue(value, b[index]))
    );
  }
  const [left, right] = [Object.entries(a), b as Record<string, unknown>];
  return (
    left.length === Object.keys(b).length &&
    left.every(([key, value]) => Object.hasOwn(right, key) && sameMember(value, right[key]))
  );
}

/** Inside data two absent members are alike. */
function sameMember(a: unknown, b: unknown): boolean {
  return ((a ?? undefined) === undefined && (b ?? undefined) === undefined) || sameValue(a, b);
}
