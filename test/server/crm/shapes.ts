/** The kinds of JSON that stand at a path, over all elements of a list and all members of a map by code. */
type Shape = Map<string, Set<string>>;

export interface Difference {
  readonly path: string;
  readonly recorded: string;
  readonly ours: string;
}

/** What two answers say differently: another kind at a path, or a path that only one of them has. */
export interface Comparison {
  /** Other kinds of value; below what changes with its meaning (values of custom fields, of a history) nothing is compared. */
  readonly kinds: readonly Difference[];
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

/**
 * Compares an answer with a recorded one by shape: same containers, same kinds of values. `dictionaries` are the paths of maps whose
 * keys are codes or ids (`statuses`, `order.payments`): their members are compared as those of a list are, but the map stays a map. An
 * empty list may stand for an empty map, and `null` for anything.
 */
export function compareShapes(
  recorded: unknown,
  ours: unknown,
  dictionaries: readonly string[] = [],
  free: readonly string[] = [],
): Comparison {
  const [expected, found] = [recorded, ours].map((value) => {
    const shape: Shape = new Map();
    collect(value, '', shape, dictionaries, free);
    return shape;
  }) as [Shape, Shape];
  const shared = [...expected.keys()].filter((path) => found.has(path));
  return {
    kinds: shared.flatMap((path) => {
      const [theirs, own] = [kindsAt(expected, path), kindsAt(found, path)];
      const fits = own.length === 0 || theirs.length === 0 || own.every((kind) => theirs.includes(kind));
      return fits ? [] : [{ path, recorded: theirs.join('|'), ours: own.join('|') }];
    }),
    missing: tops(
      [...expected.keys()].filter((path) => !found.has(path)),
      expected,
      found,
    ),
    extra: tops(
      [...found.keys()].filter((path) => !expected.has(path)),
      found,
      expected,
    ),
  };
}

function collect(
  value: unknown,
  path: string,
  shape: Shape,
  dictionaries: readonly string[],
  free: readonly string[],
): void {
  const kinds = shape.get(path) ?? new Set<string>();
  shape.set(path, kinds);
  if (value === null || free.some((suffix) => path.endsWith(suffix))) return;
  if (typeof value !== 'object') {
    kinds.add(typeof value);
    return;
  }
  const isList = Array.isArray(value);
  const members = Object.entries(value as object);
  if (members.length > 0) kinds.add(isList ? 'list' : 'map');
  for (const [name, member] of members) {
    const key = isList || dictionaries.includes(path) ? '*' : name;
    collect(member, path === '' ? key : `${path}.${key}`, shape, dictionaries, free);
  }
}

function kindsAt(shape: Shape, path: string): string[] {
  return [...(shape.get(path) ?? [])].sort();
}

/** Paths whose parent both have and hold something in: below an empty or absent container nothing can be compared. */
function tops(paths: readonly string[], having: Shape, lacking: Shape): string[] {
  return paths.filter((path) => {
    const parent = path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '';
    return lacking.has(parent) && kindsAt(lacking, parent).length > 0 && kindsAt(having, parent).length > 0;
  });
}
