import { isObject } from '../../model/json.js';
import { formatDuration } from '../../model/duration.js';
import type { Duration } from '../../model/duration.js';
import type { Instant } from '../../model/instant.js';
import { formatLocal, toLocal } from '../../model/zone.js';
import { momentOf } from '../moment.js';
import type { Ambient, Entity, Environment, Field, ObjectWord } from '../scope.js';
import type { ValueType } from '../valueType.js';

/** How a text sees data: through its declared type. `null` is the missing value. */
export const kind = Symbol('kind');

/** An object of which members are read by name. */
export interface View {
  readonly [kind]: 'view';
  readonly data: Entity;
  readonly members: ObjectWord | Readonly<Record<string, ValueType>>;
  readonly inline: boolean;
}

/** A reference of the CRM: prints its name, compares by its code. */
export interface Reference {
  readonly [kind]: 'reference';
  readonly enumeration: string;
  readonly code: string;
  readonly name: string;
  toString(): string;
}

/** A moment: prints as the data has it, `|date` formats it in the account zone. */
export interface Moment {
  readonly [kind]: 'moment';
  readonly at: Instant;
  readonly text: string;
  toString(): string;
}

/** What reading needs beside the data. */
export interface Reading {
  readonly ambient: Ambient;
  readonly objects: Environment['objects'];
}

export function isView(value: unknown): value is View {
  return isObject(value) && (value as Partial<View>)[kind] === 'view';
}
export function isReference(value: unknown): value is Reference {
  return isObject(value) && (value as Partial<Reference>)[kind] === 'reference';
}
export function isMoment(value: unknown): value is Moment {
  return isObject(value) && (value as Partial<Moment>)[kind] === 'moment';
}

/** Output of the template engine that is not escaped again. */
export function isMarkup(value: unknown): value is { readonly content: string } {
  return isObject(value) && 'charset' in value && typeof value['content'] === 'string';
}

/** Raw data as a value of its type. */
export function wrap(raw: unknown, type: ValueType, reading: Reading): unknown {
  if (raw === undefined || raw === null) return null;
  switch (type.type) {
    case 'string':
      return type.enumeration === undefined || typeof raw !== 'string'
        ? raw
        : reference(type.enumeration, raw, reading.ambient);
    case 'timestamp':
      return moment(raw, reading.ambient.zone);
    case 'duration':
      return isObject(raw) && 'clock' in raw ? formatDuration(raw as unknown as Duration) : raw;
    case 'list':
      return Array.isArray(raw) ? raw.map((element) => wrap(element, type.of, reading)) : null;
    case 'map':
      return isObject(raw)
        ? new Map(Object.entries(raw).map(([key, value]) => [key, wrap(value, type.of, reading)]))
        : null;
    case 'object':
      return isObject(raw) ? view(raw, type, reading) : null;
    default:
      return raw;
  }
}

/** Member `name` of a value; `null` when there is none. */
export function memberOf(value: unknown, name: string | number, reading: Reading): unknown {
  if (isView(value)) return memberOfView(value, String(name), reading);
  if (isReference(value)) return memberOfReference(value, String(name), reading);
  if (value instanceof Map) return value.get(String(name)) ?? value.get(Number(name)) ?? null;
  if (Array.isArray(value)) return value[Number(name)] ?? null;
  if (isObject(value) && !isMoment(value)) return Object.hasOwn(value, name) ? (value[name] ?? null) : null;
  return null;
}

function view(data: Entity, type: ValueType & { type: 'object' }, { objects }: Reading): View | Entity {
  if (type.fields) return { [kind]: 'view', data, members: type.fields, inline: true };
  const word = objects[type.name];
  return word ? { [kind]: 'view', data, members: word, inline: false } : data;
}

function memberOfView({ data, members, inline }: View, name: string, reading: Reading): unknown {
  if (inline) {
    // `inline` says which of the two `members` holds.
    const types = members as Readonly<Record<string, ValueType>>;
    return Object.hasOwn(types, name) ? wrap(data[name], types[name]!, reading) : null;
  }
  const word = members as ObjectWord;
  const field = fieldOf(word, name);
  if (!field) return word.rest ? wrap(data[name], word.rest, reading) : null;
  return wrap(readField(data, name, field, reading.ambient), field.type, reading);
}

/** A field by its name in texts: the CRM's template names come before the API's. */
export function fieldOf({ twig, fields }: ObjectWord, name: string): Field | undefined {
  if (twig && Object.hasOwn(twig, name)) return twig[name];
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** The raw value of a field: computed when crmctl adds it, 0 where absence means 0. */
export function readField(data: Entity, name: string, field: Field, ambient: Ambient): unknown {
  const raw = field.compute ? field.compute(data, ambient) : data[name];
  return (raw === undefined || raw === null) && field.zeroWhenAbsent ? 0 : raw;
}

function memberOfReference({ enumeration, code, name: label }: Reference, name: string, { ambient }: Reading): unknown {
  if (name === 'code') return code;
  if (name === 'name') return label;
  if (name !== 'group' || enumeration !== 'status') return null;
  const group = ambient.facts.statusGroup(code);
  return group === undefined ? null : reference('statusGroup', group, ambient);
}

export function reference(enumeration: string, code: string, { facts }: Ambient): Reference {
  const name =
    (enumeration === 'status' ? facts.statusName(code) : undefined) ?? facts.referenceName?.(enumeration, code) ?? code;
  return { [kind]: 'reference', enumeration, code, name, toString: () => name };
}

/** A moment of the data; text that is none stays as it is. */
export function moment(raw: unknown, zone: string): unknown {
  const at = momentOf(raw, zone);
  if (at === undefined) return raw;
  const text = typeof raw === 'string' ? raw : formatLocal(toLocal(zone, at));
  return { [kind]: 'moment', at, text, toString: () => text } satisfies Moment;
}

/** Back to raw data, for JSON. */
export function unwrap(value: unknown): unknown {
  if (isView(value)) return value.data;
  if (isReference(value)) return value.code;
  if (isMoment(value)) return value.text;
  if (Array.isArray(value)) return value.map(unwrap);
  return value instanceof Map ? Object.fromEntries([...value].map(([key, element]) => [key, unwrap(element)])) : value;
}
