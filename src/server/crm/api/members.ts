import { isObject } from '../../../model/json.js';
import { parseLocal } from '../../../model/zone.js';
import type { Store } from '../store/open.js';

/** Reads one member of an entity that was sent: its value in the stored form, `undefined` and a problem when it is none. */
export type Reader = (value: unknown, at: string, reading: Reading) => unknown;

export type Shape = Readonly<Record<string, Reader>>;

export interface Reading {
  readonly store: Store;
  /** Collects what is wrong, by path. */
  readonly problems: Record<string, string>;
}

/**
 * The members of a sent entity that the shape knows, read; others are passed over, as the CRM does with what it does not know.
 * `null` stays: it clears the member.
 */
export function readMembers(
  shape: Shape,
  sent: Readonly<Record<string, unknown>>,
  reading: Reading,
  prefix = '',
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [name, reader] of Object.entries(shape)) {
    const value = sent[name];
    if (value === undefined) continue;
    const stored = value === null ? null : reader(value, `${prefix}${name}`, reading);
    if (stored !== undefined) read[name] = stored;
  }
  return read;
}

function problem(reading: Reading, at: string, message: string): undefined {
  reading.problems[at] = message;
  return undefined;
}

export function text(most = 255): Reader {
  return (value, at, reading) => {
    if (typeof value === 'string' || typeof value === 'number') {
      const read = String(value);
      return read.length <= most ? read : problem(reading, at, `This value is longer than ${most} characters.`);
    }
    return problem(reading, at, 'This value must be a text.');
  };
}

/** Numbers, also written as text, as PHP sends them. */
export function number(least = Number.NEGATIVE_INFINITY): Reader {
  return (value, at, reading) => {
    const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof read !== 'number' || !Number.isFinite(read)) return problem(reading, at, 'This value must be a number.');
    return read >= least ? read : problem(reading, at, `This value must not be less than ${least}.`);
  };
}

export function integer(least = Number.NEGATIVE_INFINITY): Reader {
  const read = number(least);
  return (value, at, reading) => {
    const found = read(value, at, reading);
    return found === undefined || Number.isInteger(found)
      ? found
      : problem(reading, at, 'This value must be a whole number.');
  };
}

export const flag: Reader = (value, at, reading) => {
  if (value === true || value === 1 || value === '1' || value === 'true') return true;
  if (value === false || value === 0 || value === '0' || value === 'false' || value === '') return false;
  return problem(reading, at, 'This value must be true or false.');
};

export const date: Reader = (value, at, reading) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && parseLocal(value) !== undefined
    ? value
    : problem(reading, at, 'This value must be a date Y-m-d.');

export const dateTime: Reader = (value, at, reading) => {
  if (typeof value !== 'string' || parseLocal(value) === undefined) {
    return problem(reading, at, 'This value must be a date and time Y-m-d H:i:s.');
  }
  const spaced = value.replace('T', ' ');
  return spaced.length === 10 ? `${spaced} 00:00:00` : spaced.length === 16 ? `${spaced}:00` : spaced;
};

/** `Y-m-d H:i:sP`, the time of a cart; kept with its offset. */
export const zonedTime: Reader = (value, at, reading) => {
  const match = typeof value === 'string' ? /^(.+?)(Z|[+-]\d\d:?\d\d)$/.exec(value) : null;
  if (match === null || match[1]!.length < 16 || parseLocal(match[1]!) === undefined) {
    return problem(reading, at, 'This value must be a date and time with an offset Y-m-d H:i:sP.');
  }
  const offset = match[2] === 'Z' ? '+00:00' : `${match[2]!.slice(0, 3)}:${match[2]!.slice(-2)}`;
  const spaced = match[1]!.replace('T', ' ');
  return `${spaced.length === 16 ? `${spaced}:00` : spaced}${offset}`;
};

/** `Y-m-d H:i`, the time of a task. */
export const minute: Reader = (value, at, reading) => {
  if (typeof value !== 'string' || parseLocal(value) === undefined || value.length < 16) {
    return problem(reading, at, 'This value must be a date and time Y-m-d H:i.');
  }
  return value.replace('T', ' ').slice(0, 16);
};

export function oneOf(...values: readonly string[]): Reader {
  return (value, at, reading) =>
    typeof value === 'string' && values.includes(value)
      ? value
      : problem(reading, at, `This value must be one of: ${values.join(', ')}.`);
}

/** A map of known members. PHP's empty list is an empty map. */
export function map(shape: Shape): Reader {
  return (value, at, reading) => {
    if (Array.isArray(value) && value.length === 0) return {};
    if (!isObject(value)) return problem(reading, at, 'This value must be a map.');
    return readMembers(shape, value, reading, `${at}.`);
  };
}

/** A list, also a map by anything (PHP's list with holes). */
export function list(of: Reader): Reader {
  return (value, at, reading) => {
    const rows = Array.isArray(value) ? (value as unknown[]) : isObject(value) ? Object.values(value) : undefined;
    if (rows === undefined) return problem(reading, at, 'This value must be a list.');
    return rows.map((row, index) => of(row, `${at}[${index}]`, reading)).filter((row) => row !== undefined);
  };
}

/** Whatever JSON it is. */
export const anything: Reader = (value) => value;

/** Reads with the store: the first reader that finds no problem by itself calls the check. */
export function checked(reader: Reader, check: (value: unknown, store: Store) => string | undefined): Reader {
  return (value, at, reading) => {
    const read = reader(value, at, reading);
    if (read === undefined || read === null || read === '') return read;
    const wrong = check(read, reading.store);
    return wrong === undefined ? read : problem(reading, at, wrong);
  };
}

/** The stored entity with what was sent laid over it: maps merge, lists and scalars replace, `null` clears. */
export function mergeMembers(
  old: Readonly<Record<string, unknown>>,
  sent: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const kept = Object.entries(old).filter(([name]) => sent[name] === undefined);
  const laid = Object.entries(sent)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]): [string, unknown] => {
      const present = old[name];
      return [name, isObject(value) ? mergeMembers(isObject(present) ? present : {}, value) : value];
    });
  return Object.fromEntries([...kept, ...laid]);
}
