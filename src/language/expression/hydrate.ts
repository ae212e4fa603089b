import { parseDuration, type Duration } from '../../model/duration.js';
import type { Scope } from '../scope.js';
import { momentOf } from '../moment.js';
import type { Static } from './types.js';

/**
 * How raw data becomes a value of a type. `undefined` is the one missing value: `null`, and data of another type
 * that cannot be read as this one, become it.
 */
export type Hydrate = (raw: unknown, scope: Scope) => unknown;

export function hydrateTo(type: Static): Hydrate {
  switch (type.type) {
    case 'string':
      return toText;
    case 'number':
      return toNumber;
    case 'boolean':
      return toBoolean;
    case 'timestamp':
      return toMoment;
    case 'duration':
      return toDuration;
    case 'list':
      return toList;
    case 'map':
    case 'object':
      return toObject;
    default:
      return toAny;
  }
}

export function toAny(raw: unknown): unknown {
  return raw === null ? undefined : raw;
}

/** Ids and numbers of the CRM are numbers in some answers and text in others. */
function toText(raw: unknown): string | undefined {
  if (typeof raw === 'string') return raw;
  return typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : undefined;
}

export function toNumber(raw: unknown): number | undefined {
  if (typeof raw === 'number') return raw;
  if (typeof raw !== 'string' || raw.trim() === '') return undefined;
  const value = Number(raw);
  return Number.isFinite(value) ? value : undefined;
}

/** Forms and histories write flags as `1`/`0`. */
function toBoolean(raw: unknown): boolean | undefined {
  if (typeof raw === 'boolean') return raw;
  if (raw === 1 || raw === '1' || raw === 'true') return true;
  return raw === 0 || raw === '0' || raw === 'false' ? false : undefined;
}

export function toMoment(raw: unknown, scope: Scope): number | undefined {
  return momentOf(raw, scope.ambient.zone);
}

export function toDuration(raw: unknown): Duration | undefined {
  if (typeof raw === 'string') return parseDuration(raw);
  return isDuration(raw) ? raw : undefined;
}

export function isDuration(value: unknown): value is Duration {
  return (
    typeof value === 'object' &&
    value !== null &&
    'clock' in value &&
    (value.clock === 'elapsed' || value.clock === 'calendar')
  );
}

/** The CRM answers lists also as maps keyed by id. */
export function toList(raw: unknown): readonly unknown[] | undefined {
  if (Array.isArray(raw)) return raw;
  return typeof raw === 'object' && raw !== null ? Object.values(raw) : undefined;
}

/** An empty map arrives as `[]`: it has no members. */
function toObject(raw: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as Record<string, unknown>) : undefined;
}

/** What untyped data iterates over: the elements of a list, the keys of a map. */
export function elementsOf(raw: unknown): readonly unknown[] | undefined {
  if (Array.isArray(raw)) return raw;
  return typeof raw === 'object' && raw !== null ? Object.keys(raw) : undefined;
}

/** A member of a map or of untyped data; inherited ones do not count. */
export function memberOf(owner: unknown, key: unknown): unknown {
  if (typeof owner !== 'object' || owner === null) return undefined;
  if (Array.isArray(owner)) return typeof key === 'number' ? toAny(owner[key]) : undefined;
  if (typeof key !== 'string' && typeof key !== 'number') return undefined;
  return Object.hasOwn(owner, key) ? toAny((owner as Record<string, unknown>)[key]) : undefined;
}
