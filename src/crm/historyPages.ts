import { isObject } from '../model/json.js';
import type { ApiCall } from '../vocabulary/word.js';
import type { HistoryEntity, HistoryPage } from './client.js';
import { CrmError } from './errors.js';
import { pageSize } from './paging.js';

type Row = Readonly<Record<string, unknown>>;
type Body = Readonly<Record<string, unknown>>;

/**
 * Walks a history by `sinceId` until the answer has one page; `page` together with `sinceId` is refused by the CRM since 2023
 * (retailcrm-api.md §1). One save makes several rows of one second, so the last second of a full answer is left for the next one.
 */
export async function* historyPages(
  call: (call: ApiCall) => Promise<Body>,
  entity: HistoryEntity,
  sinceId: number,
): AsyncGenerator<HistoryPage> {
  const path = `${entity}/history`;
  for (let cursor = sinceId; ;) {
    const body = await call({ method: 'GET', path, query: { limit: pageSize, filter: { sinceId: cursor } } });
    const all = rowsOf(body, path, cursor);
    const more = pagesOf(body, path) > 1;
    if (more && all.length === 0) throw broken(path, 'it promises more pages than it gives rows');
    const rows = more ? withoutLastSecond(all) : all;
    if (rows.length > 0) {
      cursor = rows.at(-1)!['id'] as number; // checked by rowsOf
      yield { entity, rows, lastId: cursor };
    }
    if (!more) return;
  }
}

/** All rows when they are of one second: then it is longer than a page and cannot be kept whole. */
function withoutLastSecond(rows: readonly Row[]): readonly Row[] {
  const last = rows.at(-1)?.['createdAt'];
  const end = rows.findLastIndex((row) => row['createdAt'] !== last) + 1;
  return end === 0 ? rows : rows.slice(0, end);
}

function rowsOf(body: Body, path: string, cursor: number): readonly Row[] {
  const history = body['history'];
  if (!Array.isArray(history)) throw broken(path, '"history" is no list');
  const rows: Row[] = [];
  let before = cursor;
  for (const row of history as readonly unknown[]) {
    const id = isObject(row) ? row['id'] : undefined;
    if (!isObject(row) || typeof id !== 'number') throw broken(path, 'a row has no id');
    if (id <= before) throw broken(path, `the ids do not rise: ${id} after ${before}`);
    before = id;
    rows.push(row);
  }
  return rows;
}

function pagesOf(body: Body, path: string): number {
  const pagination = body['pagination'];
  const pages = isObject(pagination) ? pagination['totalPageCount'] : undefined;
  if (typeof pages !== 'number') throw broken(path, '"pagination" lacks totalPageCount');
  return pages;
}

function broken(path: string, what: string): CrmError {
  return new CrmError(`GET ${path}: the CRM's history cannot be read: ${what}`, {
    reason: 'malformed',
    request: `GET ${path}`,
  });
}
