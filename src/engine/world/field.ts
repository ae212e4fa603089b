import { isObject } from '../../model/json.js';
import { freshData, isAbsent, keyOf, sameValue } from './merge.js';

type Data = Readonly<Record<string, unknown>>;

/** The value at a path of API names; in a list the value of its only (or first) element, or of the one with the id. */
export function readField(data: Data, field: string, element?: string | number): unknown {
  let value: unknown = data;
  for (const name of field.split('.')) {
    if (Array.isArray(value))
      value = element === undefined ? value[0] : value.find((member) => isElement(member, element));
    if (!isObject(value)) return undefined;
    value = value[name];
  }
  return value;
}

/**
 * The data with a field set (`null` clears it). A path through a list (`payments.status`) sets the field of every
 * element, or of the one with the id; the first payment that is heard of makes a list of one.
 */
export function writeField(data: Data, field: string, value: unknown, element?: string | number): Data {
  return write(data, field.split('.'), 0, value, element) as Data; // a map stays a map
}

function write(owner: Data, names: readonly string[], at: number, value: unknown, element?: string | number): Data {
  const name = names[at]!;
  const before = owner[name];
  const last = at === names.length - 1;
  const after = !last
    ? writeInto(before, names, at + 1, value, element)
    : element !== undefined && (before === undefined || Array.isArray(before))
      ? withMember(before ?? [], value, element)
      : fresh(value);
  if (after === before || (sameValue(after, before) && !isObject(after) && !Array.isArray(after))) return owner;
  if (after !== undefined) return { ...owner, [name]: after };
  const { [name]: _cleared, ...rest } = owner;
  return rest;
}

function writeInto(
  before: unknown,
  names: readonly string[],
  at: number,
  value: unknown,
  element?: string | number,
): unknown {
  const owner = names[at - 1];
  if (Array.isArray(before) && before.length > 0) {
    return before.map((member: unknown) =>
      isObject(member) && (element === undefined || isElement(member, element))
        ? write(member, names, at, value)
        : member,
    );
  }
  if (owner === 'payments') return [write(element === undefined ? {} : { id: element }, names, at, value)];
  // A line that the world never saw cannot be made from one of its fields.
  if (owner === 'items') return before;
  // The CRM writes an empty map as an empty list.
  return write(isObject(before) ? before : {}, names, at, value, element);
}

/** The CRM tells phones, tags and segments one member at a time: it came, or (no value) it went. */
function withMember(list: readonly unknown[], value: unknown, element: string | number): readonly unknown[] {
  const others = list.filter((member) => !names(member, element));
  if (isAbsent(value)) return others.length === list.length ? list : others;
  return others.length === list.length ? [...list, value] : list;
}

function names(member: unknown, element: string | number): boolean {
  return isObject(member)
    ? Object.values(member).some((value) => String(value) === String(element))
    : String(member) === String(element);
}

function isElement(member: unknown, id: string | number): boolean {
  return isObject(member) && String(keyOf(member)) === String(id);
}

function fresh(value: unknown): unknown {
  if (isAbsent(value)) return undefined;
  return isObject(value) ? freshData(value) : value;
}
