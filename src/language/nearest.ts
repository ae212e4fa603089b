import { latinized, meantLatin } from './lookalikes.js';

/**
 * The candidate that the user most likely meant, or `undefined` when none is close: same letters in another case or
 * with other separators, else the least Damerau-Levenshtein distance, at most a third of the name's length.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const bare = plain(name);
  const limit = Math.max(1, Math.floor(name.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const distance = plain(candidate) === bare ? 0 : editDistance(name, candidate, bestDistance - 1);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `did you mean "…"?`, when something is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const found = nearest(name, candidates);
  if (found === undefined) return undefined;
  return meantLatin(name) === found ? inLatin(found) : `did you mean "${found}"?`;
}

/** What to do about a name that looks right. */
export function inLatin(name: string): string {
  return `write "${name}" in Latin letters: some of these are Cyrillic`;
}

/**
 * Damerau-Levenshtein distance (insert, delete, replace, swap of neighbours; a replaced case counts half).
 * Gives up with `Infinity` when it exceeds `limit`.
 */
export function editDistance(a: string, b: string, limit = Infinity): number {
  if (Math.abs(a.length - b.length) > limit) return Infinity;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      let distance = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + replaceCost(a[i - 1]!, b[j - 1]!));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        distance = Math.min(distance, beforeLast[j - 2]! + 1);
      row.push(distance);
      least = Math.min(least, distance);
    }
    if (least > limit + 1) return Infinity;
    beforeLast = last;
    last = row;
  }
  const distance = last[b.length]!;
  return distance <= limit ? distance : Infinity;
}

function replaceCost(a: string, b: string): number {
  return a === b ? 0 : a.toLowerCase() === b.toLowerCase() ? 0.5 : 1;
}

function plain(name: string): string {
  return latinized(name)
    .toLowerCase()
    .replace(/[-_. ]/g, '');
}
