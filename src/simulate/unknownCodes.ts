import type { Environment } from '../language/scope.js';
import type { ValueType } from '../language/valueType.js';
import type { Event } from '../model/event.js';
import { isObject } from '../model/json.js';
import type { Warning } from './warning.js';

/** Counts codes in a log that the project does not know: a status that no StatusGroup has. */
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
  readonly codes: readonly CodeMember[];
  readonly inner: readonly { readonly member: string; readonly branch: Branch }[];
}

interface CodeMember {
  readonly member: string;
  /** The whole path: `order.delivery.code`. */
  readonly field: string;
  readonly known: ReadonlySet<string> | ReadonlyMap<string, unknown>;
}

const watched = ['order', 'customer'] as const;

export function watchCodes({ objects, enumerations }: Pick<Environment, 'objects' | 'enumerations'>): CodeWatch {
  const branches = watched.map((name) => [name, branchOf(name, name, objects, enumerations, [])] as const);
  const ofField = { order: codesOf(branches[0]![1]), customer: codesOf(branches[1]![1]) };
  const found = new Map<string, UnknownCode & { count: number }>();
  let place = 0;

  const check = ({ field, known }: Omit<CodeMember, 'member'>, code: unknown, event: Event): void => {
    if (typeof code !== 'string' || known.has(code)) return;
    const key = `${field}\u0000${code}`;
    const before = found.get(key);
    if (before) before.count++;
    else found.set(key, { field, code, first: { id: event.id, number: place }, count: 1 });
  };
  const walk = (value: unknown, branch: Branch, event: Event): void => {
    if (Array.isArray(value)) return value.forEach((member) => walk(member, branch, event));
    if (!isObject(value)) return;
    for (const each of branch.codes) check(each, value[each.member], event);
    for (const { member, branch: inner } of branch.inner)
      if (value[member] !== undefined) walk(value[member], inner, event);
  };
  return {
    look(event, number) {
      place = number;
      for (const [name, branch] of branches) if (branch) walk(event.data[name], branch, event);
      const { changes } = event.data;
      if (changes === undefined) return;
      const name = event.type.startsWith('customer.') ? 'customer' : 'order';
      for (const change of changes) {
        const known = ofField[name](change.field);
        if (known !== undefined) check({ field: `${name}.${change.field}`, known }, change.new, event);
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
  path: string,
  objects: Environment['objects'],
  enumerations: Environment['enumerations'],
  above: readonly string[],
): Branch | undefined {
  const codes: CodeMember[] = [];
  const inner: { readonly member: string; readonly branch: Branch }[] = [];
  for (const [member, field] of Object.entries(objects[name]?.fields ?? {})) {
    const type = elementOf(field.type);
    if (type.type === 'string' && type.enumeration !== undefined && field.source === undefined) {
      const enumeration = enumerations[type.enumeration];
      if (enumeration?.closed) codes.push({ member, field: `${path}.${member}`, known: enumeration.codes });
    } else if (type.type === 'object' && !isEntity(type.name) && !above.includes(type.name)) {
      const branch = branchOf(type.name, `${path}.${member}`, objects, enumerations, [...above, name]);
      if (branch) inner.push({ member, branch });
    }
  }
  return codes.length + inner.length === 0 ? undefined : { codes, inner };
}

/** Linked entities are looked at where they stand themselves. */
function isEntity(name: string): boolean {
  return name === 'order' || name === 'customer' || name === 'user';
}

function elementOf(type: ValueType): ValueType {
  return type.type === 'list' || type.type === 'map' ? elementOf(type.of) : type;
}

/** The codes that a field may hold; the same few fields come up all the time. */
function codesOf(branch: Branch | undefined): (field: string) => CodeMember['known'] | undefined {
  const asked = new Map<string, CodeMember['known'] | undefined>();
  return (field) => {
    let known = asked.get(field);
    if (known === undefined && !asked.has(field)) {
      known = codesAt(branch, field.split('.'));
      if (asked.size < keptFields) asked.set(field, known);
    }
    return known;
  };
}

const keptFields = 10_000;

function codesAt(branch: Branch | undefined, members: readonly string[]): CodeMember['known'] | undefined {
  const [first, ...rest] = members;
  if (rest.length === 0) return branch?.codes.find(({ member }) => member === first)?.known;
  return codesAt(branch?.inner.find(({ member }) => member === first)?.branch, rest);
}
