import { isObject } from '../model/json.js';
import { below, byKey, same } from './diff.js';
import { keyOfItems, type ListRules } from './lists.js';

/**
 * What the CRM should hold: the project's fields over what is there. Everything that the project does not set stays as the CRM has it,
 * items of keyed lists included, unless the project itself brought them (`applied`) and dropped them since; so that the exact difference
 * between the CRM and the result is the plan.
 */
export function merge(before: unknown, desired: unknown, applied: unknown, rules: ListRules, pattern = ''): unknown {
  if (before === undefined) return desired;
  if (isObject(before) && isObject(desired)) {
    const old = isObject(applied) ? applied : {};
    const merged = Object.entries(desired).map(([key, value]) => [
      key,
      merge(before[key], value, old[key], rules, below(pattern, key)),
    ]);
    return { ...before, ...Object.fromEntries(merged) };
  }
  if (Array.isArray(before) && Array.isArray(desired)) {
    const key = keyOfItems(pattern, before, desired, rules);
    if (key !== undefined)
      return mergeItems(before, desired, Array.isArray(applied) ? applied : [], key, rules, pattern);
  }
  return same(before, desired, pattern, rules) ? before : desired;
}

function mergeItems(
  before: readonly unknown[],
  desired: readonly unknown[],
  applied: readonly unknown[],
  key: string,
  rules: ListRules,
  pattern: string,
): readonly unknown[] {
  const [there, copies] = [byKey(before, key), byKey(applied, key)];
  const merged = new Map(
    [...byKey(desired, key)].map(([name, item]) => [
      name,
      merge(there.get(name), item, copies.get(name), rules, pattern),
    ]),
  );
  const order = [...merged.keys()];
  let previous: string | undefined;
  for (const [name, item] of there) {
    if (!merged.has(name)) {
      if (copies.has(name) && !isOutOfUse(item)) continue;
      order.splice(previous === undefined ? 0 : order.indexOf(previous) + 1, 0, name);
    }
    previous = name;
  }
  return order.map((name) => merged.get(name) ?? there.get(name));
}

/** An item that was dropped and deactivated: it stays in the CRM. */
function isOutOfUse(item: unknown): boolean {
  return isObject(item) && item['active'] === false;
}
