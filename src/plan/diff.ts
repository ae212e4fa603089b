import { canonicalJson } from '../model/digest.js';
import { isObject } from '../model/json.js';
import { isSet, keyOfItems, type ListRules } from './lists.js';

export interface Difference {
  readonly path: readonly string[];
  /** The path without list keys. */
  readonly pattern: string;
  readonly op: 'add' | 'change' | 'remove' | 'move';
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Every field in which two values differ, in the order of their keys. Items of lists are matched as the rules say. */
export function differences(
  before: unknown,
  after: unknown,
  rules: ListRules,
  path: readonly string[] = [],
  pattern = '',
): readonly Difference[] {
  if (same(before, after, pattern, rules)) return [];
  if (before === undefined) return [{ path, pattern, op: 'add', after }];
  if (after === undefined) return [{ path, pattern, op: 'remove', before }];
  if (isObject(before) && isObject(after)) return inMaps(before, after, rules, path, pattern);
  if (Array.isArray(before) && Array.isArray(after)) return inLists(before, after, rules, path, pattern);
  return [{ path, pattern, op: 'change', before, after }];
}

/** Equal, sets in any order. */
export function same(a: unknown, b: unknown, pattern: string, rules: ListRules): boolean {
  if (a === undefined || b === undefined) return a === b;
  return isAlike(a, b) || canonicalJson(normalized(a, pattern, rules)) === canonicalJson(normalized(b, pattern, rules));
}

/** Equal as they stand: so is nearly everything of a plan, and nothing need be made to see it. */
function isAlike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => isAlike(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && isAlike(a[key], b[key]));
}

function normalized(value: unknown, pattern: string, rules: ListRules): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => normalized(item, pattern, rules));
    return isSet(pattern, rules) ? items.map(canonicalJson).toSorted() : items;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, normalized(member, below(pattern, key), rules)]),
  );
}

type Map_ = Readonly<Record<string, unknown>>;

function inMaps(
  before: Map_,
  after: Map_,
  rules: ListRules,
  path: readonly string[],
  pattern: string,
): readonly Difference[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return keys.flatMap((key) => differences(before[key], after[key], rules, [...path, key], below(pattern, key)));
}

function inLists(
  before: readonly unknown[],
  after: readonly unknown[],
  rules: ListRules,
  path: readonly string[],
  pattern: string,
): readonly Difference[] {
  const key = keyOfItems(pattern, before, after, rules);
  if (key !== undefined) return inKeyedLists(byKey(before, key), byKey(after, key), rules, path, pattern);
  if (!before.every(isObject) || !after.every(isObject)) return [{ path, pattern, op: 'change', before, after }];
  const places = Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index);
  return places.flatMap((index) => differences(before[index], after[index], rules, [...path, String(index)], pattern));
}

function inKeyedLists(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
  rules: ListRules,
  path: readonly string[],
  pattern: string,
): readonly Difference[] {
  const keys = [...after.keys(), ...[...before.keys()].filter((key) => !after.has(key))];
  const items = keys.flatMap((key) => differences(before.get(key), after.get(key), rules, [...path, key], pattern));
  const [orderBefore, orderAfter] = [
    [...before.keys()].filter((key) => after.has(key)),
    [...after.keys()].filter((key) => before.has(key)),
  ];
  const moved = canonicalJson(orderBefore) !== canonicalJson(orderAfter);
  return moved ? [...items, { path, pattern, op: 'move', before: orderBefore, after: orderAfter }] : items;
}

/** Items by the text of their key; the caller made sure that each has one. */
export function byKey(items: readonly unknown[], key: string): ReadonlyMap<string, unknown> {
  return new Map(items.filter(isObject).map((item) => [String(item[key]), item]));
}

export function below(pattern: string, key: string): string {
  return pattern === '' ? key : `${pattern}.${key}`;
}
