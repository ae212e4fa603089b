/** A value of a query or form: text, or nested maps and lists when the name had brackets. */
export type Field = string | readonly Field[] | Fields;
export interface Fields {
  readonly [name: string]: Field;
}

/** `a=1&filter[ids][]=2&filter[ids][]=3` → `{a: '1', filter: {ids: ['2', '3']}}`; broken escapes stay as written. */
export function parseQuery(text: string): Fields {
  const pairs = text
    .split('&')
    .filter((part) => part !== '')
    .map((part): readonly [string, string] => {
      const at = part.indexOf('=');
      return at < 0 ? [unescape(part), ''] : [unescape(part.slice(0, at)), unescape(part.slice(at + 1))];
    });
  return nestBrackets(pairs);
}

/** Names with brackets become maps and lists, as PHP reads them; of two equal names the last counts. */
export function nestBrackets(pairs: Iterable<readonly [string, string]>): Fields {
  const root: Branch = new Map();
  for (const [name, value] of pairs) put(root, splitName(name), value);
  return toMap(root);
}

type Branch = Map<string, Branch | string>;

const brackets = /\[([^\]]*)\]/g;

function splitName(name: string): string[] {
  const open = name.indexOf('[');
  if (open <= 0) return [name];
  const rest = name.slice(open);
  const keys = [...rest.matchAll(brackets)].map((match) => match[1]!);
  return keys.length === 0 ? [name] : [name.slice(0, open), ...keys];
}

function put(branch: Branch, keys: readonly string[], value: string): void {
  const [first, ...rest] = keys;
  const key = first === '' ? nextIndex(branch) : first!;
  if (rest.length === 0) {
    branch.set(key, value);
    return;
  }
  const present = branch.get(key);
  const child = present instanceof Map ? present : new Map<string, Branch | string>();
  branch.set(key, child);
  put(child, rest, value);
}

function nextIndex(branch: Branch): string {
  let index = 0;
  for (const key of branch.keys()) if (/^\d+$/.test(key)) index = Math.max(index, Number(key) + 1);
  return String(index);
}

function toField(value: Branch | string): Field {
  if (typeof value === 'string') return value;
  const isList = value.size > 0 && [...value.keys()].every((key, index) => key === String(index));
  return isList ? [...value.values()].map(toField) : toMap(value);
}

function toMap(branch: Branch): Fields {
  // A field named `__proto__` is a field, not a prototype.
  const map: Record<string, Field> = Object.create(null) as Record<string, Field>;
  for (const [key, value] of branch) map[key] = toField(value);
  return map;
}

function unescape(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
