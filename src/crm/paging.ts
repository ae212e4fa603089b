import { isObject } from '../model/json.js';
import { CrmError } from './errors.js';

type Body = Readonly<Record<string, unknown>>;
export type Listed = readonly unknown[] | Readonly<Record<string, unknown>>;

/** The most that every list of the CRM gives at once (retailCRM API v5 reference: `limit`). */
export const pageSize = 100;

const rereads = 3;

/**
 * Reads a list from page 1 to `totalPageCount`. What is added or removed meanwhile shifts the pages under the reader, so a list whose
 * total changed, or which did not give as many members as it promised, is read again, and given up after three times.
 */
export async function readAllPages(
  fetch: (page: number) => Promise<Body>,
  key: string,
  request: string,
): Promise<Listed> {
  for (let round = 0; round <= rereads; round++) {
    const members = await readOnce(fetch, key, request);
    if (members !== undefined) return members;
  }
  throw broken(request, `the list changes faster than it can be read (${rereads + 1} times)`);
}

async function readOnce(
  fetch: (page: number) => Promise<Body>,
  key: string,
  request: string,
): Promise<Listed | undefined> {
  const first = await fetch(1);
  const start = memberOf(first, key, request);
  const total = paginationOf(first, request);
  if (total === undefined) return start;
  const parts = [start];
  for (let page = 2; page <= total.pages; page++) {
    const body = await fetch(page);
    const now = paginationOf(body, request);
    if (now === undefined) throw broken(request, `page ${page} says nothing about the other pages`);
    if (now.current !== page) throw broken(request, `asked for page ${page}, got page ${now.current}`);
    if (now.pages !== total.pages || now.count !== total.count) return undefined;
    parts.push(memberOf(body, key, request));
  }
  const members = join(parts, request);
  return sizeOf(members) === total.count ? members : undefined;
}

/** The list or map under `key`; PHP writes an empty map as `[]`. */
export function memberOf(body: Body, key: string, request: string): Listed {
  const member = body[key];
  if (Array.isArray(member) || isObject(member)) return member as Listed; // Array.isArray gives any[]
  throw broken(request, `"${key}" is missing or neither a list nor a map`);
}

function paginationOf(body: Body, request: string): { pages: number; count: number; current: number } | undefined {
  const pagination = body['pagination'];
  if (pagination === undefined) return undefined;
  const pages = isObject(pagination) ? pagination['totalPageCount'] : undefined;
  const count = isObject(pagination) ? pagination['totalCount'] : undefined;
  const current = isObject(pagination) ? pagination['currentPage'] : undefined;
  if (typeof pages !== 'number' || typeof count !== 'number' || typeof current !== 'number') {
    throw broken(request, '"pagination" lacks totalPageCount, totalCount or currentPage');
  }
  return { pages, count, current };
}

function join(parts: readonly Listed[], request: string): Listed {
  const full = parts.filter((part) => sizeOf(part) > 0);
  if (full.every((part) => Array.isArray(part))) return full.flat();
  if (full.every(isObject)) return Object.assign({}, ...full) as Body; // Object.assign gives any
  throw broken(request, 'one page is a list and another a map');
}

function sizeOf(part: Listed): number {
  return Array.isArray(part) ? part.length : Object.keys(part).length;
}

function broken(request: string, what: string): CrmError {
  return new CrmError(`${request}: the CRM's list cannot be read: ${what}`, { reason: 'malformed', request });
}
