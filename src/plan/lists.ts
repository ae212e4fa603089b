import { isObject } from '../model/json.js';
import type { Site } from '../language/project.js';

/** How lists are matched: by the key of their items, as sets, or by position. Patterns are paths without list keys and indices. */
export interface ListRules {
  /** Path pattern → field that tells the items apart. */
  readonly keys: Readonly<Record<string, string>>;
  /** Path patterns of lists in which order has no meaning. */
  readonly sets: ReadonlySet<string>;
}

/** Field by which the items of both lists can be told apart; `undefined` when they have no such. */
export function keyOfItems(
  pattern: string,
  before: readonly unknown[],
  after: readonly unknown[],
  rules: ListRules,
): string | undefined {
  const candidates = [rules.keys[pattern] ?? [], 'id', 'code'].flat();
  return candidates.find((key) => isKey(before, key) && isKey(after, key) && before.length + after.length > 0);
}

function isKey(items: readonly unknown[], key: string): boolean {
  const values = items.map((item) => (isObject(item) ? item[key] : undefined));
  return (
    values.every((value) => typeof value === 'string' || typeof value === 'number') &&
    new Set(values).size === items.length
  );
}

export function isSet(pattern: string, rules: ListRules): boolean {
  return rules.sets.has(pattern);
}

/** Lists of codes (`to: [a, b]`, `next: […]`) are sets: their items are codes of an enumeration. */
export function setsOf(sites: readonly Site[], declared: readonly string[]): ReadonlySet<string> {
  const ofCodes = sites
    .filter((site) => site.site === 'code' && typeof site.path.at(-1) === 'number')
    .map((site) => patternOf(site.path));
  return new Set(['tags', ...declared, ...ofCodes]);
}

function patternOf(path: readonly (string | number)[]): string {
  return path.filter((part) => typeof part === 'string').join('.');
}
