import { isObject } from '../model/json.js';
import type { Spec } from '../model/release.js';
import type { PlannedKind } from './catalogue.js';
import { below } from './diff.js';

/** One resource as it runs now, from the planes that hold parts of it. */
export interface Held {
  /** In the CRM, decoded. */
  readonly remote?: Spec;
  /** In the runner. */
  readonly live?: Spec;
  /** As this project applied it last. */
  readonly applied?: Spec;
}

/**
 * The running resource in the project's form: what the API holds from the CRM, the rest from the automation API. Absent when its
 * home does not have it.
 */
export function viewOf(kind: PlannedKind, held: Held): Spec | undefined {
  if (kind.remote === undefined) return held.live;
  if (held.remote === undefined) return undefined;
  const copy = held.live ?? held.applied;
  if (copy === undefined) return held.remote;
  const inApi = kind.remote.apiFields?.(held.remote) ?? Object.keys(copy);
  const elsewhere = Object.entries(copy).filter(([name]) => !inApi.includes(name));
  const fields = kind.remote.runnerFields ?? [];
  // Maps stay maps: an object is overlaid by an object.
  return overlaid(
    { ...held.remote, ...Object.fromEntries(elsewhere) },
    copy,
    new Set(fields),
    kind.word.listKeys ?? {},
    '',
  ) as Spec;
}

/** Takes the members at `fields` (path patterns) from the copy, items of lists matched by their key. */
function overlaid(
  value: unknown,
  copy: unknown,
  fields: ReadonlySet<string>,
  keys: Readonly<Record<string, string>>,
  pattern: string,
): unknown {
  if (Array.isArray(value) && Array.isArray(copy)) {
    const key = keys[pattern] ?? 'code';
    const keyed = new Map(copy.filter(isObject).map((item) => [item[key], item]));
    return value.map((item) => (isObject(item) ? overlaid(item, keyed.get(item[key]), fields, keys, pattern) : item));
  }
  if (!isObject(value) || !isObject(copy)) return value;
  const taken = Object.entries(copy).filter(([name]) => fields.has(below(pattern, name)));
  const kept = Object.entries(value).map(([name, member]) => [
    name,
    overlaid(member, copy[name], fields, keys, below(pattern, name)),
  ]);
  return { ...Object.fromEntries(kept), ...Object.fromEntries(taken) };
}
