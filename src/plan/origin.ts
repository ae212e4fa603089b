import { canonicalJson } from '../model/digest.js';
import { isObject } from '../model/json.js';
import type { Spec } from '../model/release.js';
import { below, same, type Difference } from './diff.js';
import { keyOfItems, type ListRules } from './lists.js';
import { merge } from './merge.js';
import type { Origin } from './plan.js';

/** Who moved a field since the last apply. Without a last-applied copy it is the repository that speaks. */
export function originOf(difference: Difference, applied: Spec | undefined, rules: ListRules): Origin {
  if (applied === undefined) return 'repo';
  const last = valueAt(applied, difference.path, rules);
  if (difference.op === 'move') return originOfOrder(difference, last, rules);
  if (last === undefined) return difference.op === 'remove' ? 'remote' : 'repo';
  const { before, after, pattern } = difference;
  if (before !== undefined && holds(before, last, pattern, rules)) return 'repo';
  return after !== undefined && holds(after, last, pattern, rules) ? 'remote' : 'both';
}

/** `value` says the same as the copy, whatever the server added. */
function holds(value: unknown, copy: unknown, pattern: string, rules: ListRules): boolean {
  return same(merge(value, copy, undefined, rules, pattern), value, pattern, rules);
}

function originOfOrder({ before, after, pattern }: Difference, last: unknown, rules: ListRules): Origin {
  if (!Array.isArray(before) || !Array.isArray(after) || !Array.isArray(last)) return 'repo';
  const key = keyOfItems(pattern, last, [], rules);
  const order = last.filter(isObject).map((item) => String(item[key ?? 'code']));
  const among = (keys: readonly unknown[]): string =>
    canonicalJson(keys.filter((name) => order.includes(String(name))));
  const then = canonicalJson(order.filter((name) => before.includes(name)));
  return then === among(before) ? 'repo' : then === among(after) ? 'remote' : 'both';
}

function valueAt(value: unknown, path: readonly string[], rules: ListRules, pattern = ''): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (isObject(value)) return valueAt(value[name], rest, rules, below(pattern, name));
  if (!Array.isArray(value)) return undefined;
  const key = keyOfItems(pattern, value, [], rules);
  const item = value.find((each, index) =>
    key !== undefined && isObject(each) ? String(each[key]) === name : String(index) === name,
  );
  return valueAt(item, rest, rules, pattern);
}
