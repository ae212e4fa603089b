import { isObject } from '../../model/json.js';
import type { Path } from '../project.js';

/** A part that came from the overlay: where it stands in the result, and where in the overlay. */
export interface Taken {
  readonly at: Path;
  readonly from: Path;
}

export interface Merged {
  readonly value: unknown;
  readonly taken: readonly Taken[];
}

/**
 * The overlay's value over the base's: maps merge, lists whose items have keys merge by key (new ones at the end), anything else replaces.
 *
 * @param keys key of the items of a list, by path without indices, where it is neither `id` nor `code`
 */
export function mergeOver(
  base: unknown,
  over: unknown,
  keys: Readonly<Record<string, string>>,
  at: Path = [],
  from: Path = [],
): Merged {
  if (isObject(base) && isObject(over)) return mergeMaps(base, over, keys, at, from);
  if (Array.isArray(base) && Array.isArray(over)) {
    const key = keyOf(base, over, keys[at.filter((part) => typeof part === 'string').join('.')]);
    if (key !== undefined) return mergeItems(base, over, key, keys, at, from);
  }
  return { value: over, taken: [{ at, from }] };
}

type Spec = Readonly<Record<string, unknown>>;

function mergeMaps(base: Spec, over: Spec, keys: Readonly<Record<string, string>>, at: Path, from: Path): Merged {
  const merged = Object.entries(over).map(([name, value]) => {
    const [here, there] = [
      [...at, name],
      [...from, name],
    ];
    const part: Merged =
      base[name] === undefined
        ? { value, taken: [{ at: here, from: there }] }
        : mergeOver(base[name], value, keys, here, there);
    return { name, ...part };
  });
  return {
    value: { ...base, ...Object.fromEntries(merged.map(({ name, value }) => [name, value])) },
    taken: merged.flatMap(({ taken }) => taken),
  };
}

function mergeItems(
  base: readonly Spec[],
  over: readonly Spec[],
  key: string,
  keys: Readonly<Record<string, string>>,
  at: Path,
  from: Path,
): Merged {
  const items: unknown[] = [...base];
  const taken: Taken[] = [];
  over.forEach((item, index) => {
    const known = base.findIndex((other) => other[key] === item[key]);
    const place = known < 0 ? items.length : known;
    const [here, there] = [
      [...at, place],
      [...from, index],
    ];
    const part: Merged =
      known < 0 ? { value: item, taken: [{ at: here, from: there }] } : mergeOver(base[known], item, keys, here, there);
    items[place] = part.value;
    taken.push(...part.taken);
  });
  return { value: items, taken };
}

function keyOf(base: readonly unknown[], over: readonly unknown[], declared: string | undefined): string | undefined {
  const all = [...base, ...over];
  const candidates = [declared ?? [], 'id', 'code'].flat();
  return candidates.find(
    (key) => all.length > 0 && all.every((item) => isObject(item) && typeof item[key] === 'string'),
  );
}
