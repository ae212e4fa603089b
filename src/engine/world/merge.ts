import type { Change } from '../../model/event.js';
import { isObject } from '../../model/json.js';

type Data = Readonly<Record<string, unknown>>;

/**
 * An object of a log merged into what the world knows (docs/operations.md#recorded-logs): absent keys keep, `null` and the empty text clear, lists
 * replace, maps merge. Returns `old` itself when nothing differs. What differs is added to `changes`, one per leaf,
 * in API names below `prefix` (`delivery.address.city`, `payments.status`); absent values are `null` there.
 */
export function mergeData(old: Data, patch: Data, changes: Change[], prefix = ''): Data {
  let merged: Data | undefined;
  for (const key in patch) {
    const value = patch[key];
    if (value === undefined) continue;
    const before = old[key];
    // The same id as text and as number: effects carry ids as text.
    if (key === 'id' && before !== undefined && (before === value || String(before) === String(value))) continue;
    const after = mergeValue(before, value, changes, prefix + key);
    if (after !== before)
      merged = after === undefined ? without(merged ?? old, key) : { ...(merged ?? old), [key]: after };
  }
  return merged ?? old;
}

/** The same for a first sight: the object without its nulls, and no changes. */
export function freshData(data: Data): Data {
  return withoutNulls(data) as Data; // a map stays a map
}

/** `undefined`, `null` and the empty text: the CRM writes them for the same. */
export function isAbsent(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}

/** Equal as JSON; whatever is absent is alike. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isAbsent(a)) return isAbsent(b);
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((member, index) => sameValue(member, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  for (const key in a) if (!sameValue(a[key], b[key])) return false;
  for (const key in b) if (!(key in a) && !sameValue(undefined, b[key])) return false;
  return true;
}

function mergeValue(before: unknown, value: unknown, changes: Change[], path: string): unknown {
  if (Array.isArray(value)) return replaceList(before, withoutNulls(value) as unknown[], changes, path);
  if (isObject(value)) {
    if (Array.isArray(before) && isKeyedList(value)) return mergeIntoList(before, value, changes, path);
    return mergeData(isObject(before) ? before : startMap(before, changes, path), value, changes, `${path}.`);
  }
  if (isAbsent(value)) {
    if (before !== undefined) clear(before, changes, path);
    return undefined;
  }
  if (before === value) return before;
  if (isObject(before)) clear(before, changes, path);
  changes.push({ field: path, old: isObject(before) ? null : (before ?? null), new: value });
  return value;
}

/** A map takes the place of a scalar, or of nothing. */
function startMap(before: unknown, changes: Change[], path: string): Data {
  if (before !== undefined) clear(before, changes, path);
  return {};
}

function clear(before: unknown, changes: Change[], path: string): void {
  if (Array.isArray(before) && before.length === 0) return;
  if (!isObject(before)) changes.push({ field: path, old: before, new: null });
  else for (const key in before) clear(before[key], changes, `${path}.${key}`);
}

function replaceList(before: unknown, list: unknown[], changes: Change[], path: string): unknown {
  if (sameValue(before ?? [], list)) return before ?? list;
  if (Array.isArray(before)) listChanges(before, list, changes, path);
  else if (!isObject(before)) changes.push({ field: path, old: before ?? null, new: list });
  else {
    clear(before, changes, path);
    if (list.length > 0) changes.push({ field: path, old: null, new: list });
  }
  return list;
}

/** The CRM gives payments as a map keyed by id in some answers: its members merge into the list. */
function mergeIntoList(before: readonly unknown[], map: Data, changes: Change[], path: string): unknown {
  const next = [...before];
  for (const key in map) {
    const member = map[key];
    const id = isObject(member) ? (keyOf(member) ?? key) : key;
    const at = next.findIndex((element) => isObject(element) && String(keyOf(element)) === String(id));
    const known = next[at];
    if (!isObject(member)) {
      if (at >= 0) next.splice(at, 1);
    } else if (isObject(known)) next[at] = mergeData(known, member, []);
    else next.push(freshData({ id: key, ...member }));
  }
  return replaceList(before, next, changes, path);
}

/** Its members are elements, or `null` for one that goes. */
function isKeyedList(map: Data): boolean {
  const members = Object.values(map);
  return members.length > 0 && members.every((member) => member === null || isObject(member));
}

/** Elements are told apart by id; a change of who is in the list is a change of the list itself. */
function listChanges(before: readonly unknown[], after: readonly unknown[], changes: Change[], path: string): void {
  const single = before.length === 1 && after.length === 1;
  const known = new Map<unknown, Data>();
  let matched = 0;
  before.forEach((element, index) => {
    const key = isObject(element) ? (keyOf(element) ?? (single ? index : undefined)) : undefined;
    if (key !== undefined) known.set(key, element as Data); // `key` came from a map
  });
  const inside: Change[] = [];
  after.forEach((element, index) => {
    if (!isObject(element)) return;
    const key = keyOf(element) ?? (single ? index : undefined);
    const other = key === undefined ? undefined : known.get(key);
    if (!other) return;
    matched++;
    const gone = Object.fromEntries(
      Object.keys(other)
        .filter((name) => !(name in element))
        .map((name) => [name, null]),
    );
    const found: Change[] = [];
    mergeData(other, { ...element, ...gone }, found, `${path}.`);
    const id = keyOf(element);
    for (const change of found) inside.push(id === undefined ? change : { ...change, element: id });
  });
  if (matched !== before.length || matched !== after.length || inside.length === 0) {
    changes.push({ field: path, old: before, new: after });
  }
  changes.push(...inside);
}

/** What tells an element of a list apart. */
export function keyOf(element: Data): string | number | undefined {
  const key = element['id'] ?? element['externalId'];
  return typeof key === 'string' || typeof key === 'number' ? key : undefined;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.some((member) => withoutNulls(member) !== member) ? value.map(withoutNulls) : value;
  }
  if (!isObject(value)) return value;
  let cleaned: Data | undefined;
  for (const key in value) {
    const member = value[key];
    if (typeof member !== 'object' && !isAbsent(member)) continue;
    const kept = isAbsent(member) ? undefined : withoutNulls(member);
    if (kept === undefined) cleaned = without(cleaned ?? value, key);
    else if (kept !== member) cleaned = { ...(cleaned ?? value), [key]: kept };
  }
  return cleaned ?? value;
}

function without(data: Data, key: string): Data {
  const { [key]: _gone, ...rest } = data;
  return rest;
}
