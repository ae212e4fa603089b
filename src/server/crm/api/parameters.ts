import { isObject } from '../../../model/json.js';
import type { Request } from '../../http/plane.js';
import type { ApiKey } from '../store/keys.js';
import type { Actor } from '../store/actor.js';
import type { Store } from '../store/open.js';
import { refuseEntity, refuseMissing, refuseParameters } from './refused.js';

/** What a handler of API v5 is given. */
export interface Call {
  readonly store: Store;
  readonly key: ApiKey;
  readonly actor: Actor;
  readonly request: Request;
}

export interface Page {
  readonly limit: number;
  readonly page: number;
}

const limits = [20, 50, 100];

/** `limit` 20 (default), 50 or 100, `page` from 1. */
export function readPage({ request }: Call): Page {
  const limit = request.query['limit'] ?? '20';
  const page = request.query['page'] ?? '1';
  const problems: Record<string, string> = {};
  if (typeof limit !== 'string' || !limits.map(String).includes(limit))
    problems['limit'] = `This value must be one of ${limits.join(', ')}.`;
  if (!isCount(page) || Number(page) < 1) problems['page'] = 'This value must be a whole number from 1.';
  if (Object.keys(problems).length > 0) refuseParameters(problems);
  return { limit: Number(limit), page: Number(page) };
}

export function offsetOf({ limit, page }: Page): number {
  return limit * (page - 1);
}

/** A plain parameter, from the query or the form. */
export function readText({ request }: Call, name: string): string | undefined {
  const value = request.query[name] ?? request.body[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'object') refuseParameters({ [name]: 'This value must be a text.' });
  return String(value as string | number | boolean);
}

/** A body member that holds an entity: a JSON text inside a form, or the object itself inside a JSON body. */
export function readEntity(call: Call, name: string): Readonly<Record<string, unknown>> {
  const value = readNested(call, name);
  if (isObject(value)) return value;
  // PHP sends an empty map as a list.
  if (Array.isArray(value) && value.length === 0) return {};
  return refuseEntity({ [name]: 'This value must be an object.' });
}

/** A body member that holds a list; `most` rows of it are taken at once. */
export function readList(call: Call, name: string, most = Number.POSITIVE_INFINITY): readonly unknown[] {
  const value = readNested(call, name);
  if (!Array.isArray(value)) return refuseEntity({ [name]: 'This value must be a list.' });
  if (value.length > most) refuseEntity({ [name]: `This list has ${value.length} rows; ${most} are the most.` });
  return value;
}

/** A list of objects; a row that is none is refused by its number. */
export function readEntities(call: Call, name: string, most?: number): readonly Readonly<Record<string, unknown>>[] {
  return readList(call, name, most).map((row, index) =>
    isObject(row) ? row : refuseEntity({ [`${name}[${index}]`]: 'This value must be an object.' }),
  );
}

function readNested({ request }: Call, name: string): unknown {
  const value = request.body[name] ?? request.query[name];
  if (value === undefined || value === '') return refuseMissing(name);
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return refuseEntity({ [name]: 'This value is no valid JSON.' });
  }
}

/** How a path names an entity: `by=externalId` (default) or `by=id`. */
export function readBy(call: Call): 'id' | 'externalId' {
  const by = readText(call, 'by') ?? 'externalId';
  if (by === 'id' || by === 'externalId') return by;
  return refuseParameters({ by: 'This value must be id or externalId.' });
}

/** Whole number of a path, `undefined` when it is none. */
export function pathId({ request }: Call, name = 'id'): number | undefined {
  const text = request.params[name] ?? '';
  return isCount(text) ? Number(text) : undefined;
}

function isCount(value: unknown): boolean {
  return typeof value === 'string' && /^\d{1,15}$/.test(value);
}
