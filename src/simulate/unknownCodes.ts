import type { Environment } from '../language/scope.js';
import type { ValueType } from '../language/valueType.js';
import type { Event } from '../model/event.js';
import { isObject } from '../model/json.js';
import type { Warning } from './warning.js';

/** Counts codes in a log that the project does not know (engine.md §11): a status that no StatusGroup has. */
export interface CodeWatch {
  /** `number`: place of the event in the log. */
  look(event: Event, number: number): void;
  found(): readonly UnknownCode[];
}

/** A code that came up in a log, or in a share of it. */
export interface UnknownCode {
  readonly field: string;
  readonly code: string;
  /** The event in which it came up first. */
  readonly first: { readonly id: string; readonly number: number };
  readonly count: number;
}

/** Members of an object that hold codes of a closed enumeration, and members in which such members stand. */
interface Branch {
  readonly codes: ReadonlyMap<string, string>;
  readonly inner: ReadonlyMap<string, Branch>;
}

const watched = ['order', 'customer'] as const;

export function watchCodes({ objects, enumerations }: Pick<Environment, 'objects' | 'enumerations'>): CodeWatch {
  const branches = watched.map((name) => [name, branchOf(name, objects, enumerations, [])] as const);
  const ofField = { order: enumerationOf(branches[0]![1]), customer: enumerationOf(branches[1]![1]) };
  const found = new Map<string, UnknownCode & { count: number }>();
  let place = 0;

  const check = (field: string, enumeration: string, code: unknown, event: Event): void => {
    if (typeof code !== 'string' || enumerations[enumeration]!.codes.has(code)) return;
    const key = `${field}\u0000${code}`;
    const known = found.get(key);
    if (known) known.count++;
    else found.set(key, { field, code, first: { id: event.id, number: place }, count: 1 });
  };
  const walk = (value: unknown, branch: Branch, path: string, event: Event): void => {
    if (Array.isArray(value)) return value.forEach((member) => walk(member, branch, path, event));
    if (!isObject(value)) return;
    for (const [member, enumeration] of branch.codes) check(`${path}.${member}`, enumeration, value[member], event);
    for (const [member, inner] of branch.inner)
      if (value[member] !== undefined) walk(value[member], inner, `${path}.${member}`, event);
  };
  return {
    look(event, number) {
      place = number;
      for (const [name, branch] of branches) if (branch) walk(event.data[name], branch, name, event);
      const { changes } = event.data;
      if (changes === undefined) return;
      const name = event.type.startsWith('customer.') ? 'customer' : 'order';
      for (const change of changes) {
        const enumeration = ofField[name](change.field);
        if (enumeration !== undefined) check(`${name}.${change.field}`, enumeration, change.new, event);
      }
    },
    found: () => [...found.values()],
  };
}

/** One warning a code, of all shares of the log together. */
export function codeWarnings(shares: readonly (readonly UnknownCode[])[]): readonly Warning[] {
  const all = new Map<string, UnknownCode>();
  for (const each of shares.flat()) {
    const key = `${each.field}\u0000${each.code}`;
    const known = all.get(key);
    const first = known === undefined || each.first.number < known.first.number ? each.first : known.first;
    all.set(key, { ...each, first, count: each.count + (known?.count ?? 0) });
  }
  return [...all.values()]
    .sort((a, b) => (a.field === b.field ? (a.code < b.code ? -1 : 1) : a.field < b.field ? -1 : 1))
    .map(({ field, code, first, count }) => ({
      code: 'unknown-code',
      message: `${field} "${code}" is not known to the project: ${count} ${count === 1 ? 'time' : 'times'}, first in event ${first.id}; crmctl import brings the account's codes`,
      address: null,
    }));
}

function branchOf(
  name: string,
  objects: Environment['objects'],
  enumerations: Environment['enumerations'],
  above: readonly string[],
): Branch | undefined {
  const codes = new Map<string, string>();
  const inner = new Map<string, Branch>();
  for (const [member, field] of Object.entries(objects[name]?.fields ?? {})) {
    const type = elementOf(field.type);
    if (type.type === 'string' && type.enumeration !== undefined && field.source === undefined) {
      if (enumerations[type.enumeration]?.closed) codes.set(member, type.enumeration);
    } else if (type.type === 'object' && !isEntity(type.name) && !above.includes(type.name)) {
      const branch = branchOf(type.name, objects, enumerations, [...above, name]);
      if (branch) inner.set(member, branch);
    }
  }
  return codes.size + inner.size === 0 ? undefined : { codes, inner };
}

/** Linked entities are looked at where they stand themselves. */
function isEntity(name: string): boolean {
  return name === 'order' || name === 'customer' || name === 'user';
}

function elementOf(type: ValueType): ValueType {
  return type.type === 'list' || type.type === 'map' ? elementOf(type.of) : type;
}

/** The enumeration whose codes a field holds; the same few fields come up all the time. */
function enumerationOf(branch: Branch | undefined): (field: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (field) => {
    let enumeration = known.get(field);
    if (enumeration === undefined && !known.has(field)) {
      enumeration = enumerationAt(branch, field.split('.'));
      if (known.size < keptFields) known.set(field, enumeration);
    }
    return enumeration;
  };
}

const keptFields = 10_000;

function enumerationAt(branch: Branch | undefined, members: readonly string[]): string | undefined {
  const [first = '', ...rest] = members;
  return rest.length === 0 ? branch?.codes.get(first) : enumerationAt(branch?.inner.get(first), rest);
}
