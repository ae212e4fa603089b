import { isObject } from '../model/json.js';
import type { ApiCall } from '../vocabulary/remoteKind.js';
import { CrmError } from './errors.js';
import { pageSize } from './paging.js';

export type HistoryEntity = 'orders' | 'customers' | 'tasks';

/** Rows of `GET {entity}/history` that belong together: a change that was saved at once is never cut in two. */
export interface HistoryPage {
  readonly entity: HistoryEntity;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** The cursor to store once the rows are processed: `history(entity, lastId)` goes on behind them. */
  readonly lastId: number;
}

type Row = Readonly<Record<string, unknown>>;
type Body = Readonly<Record<string, unknown>>;

/**
 * Walks a history by `sinceId` until the answer has one page; `page` together with `sinceId` is refused by the CRM since 2023
 * (retailCRM API v5 reference: `/orders/history`). One save makes several rows of one second: a second is given whole, however many answers it fills.
 */
export async function* historyPages(
  call: (call: ApiCall) => Promise<Body>,
  entity: HistoryEntity,
  sinceId: number,
): AsyncGenerator<HistoryPage> {
  const path = `${entity}/history`;
  /** Of a second that may go on in the next answer. */
  let begun: readonly Row[] = [];
  for (let cursor = sinceId; ;) {
    const body = await call({ method: 'GET', path, query: { limit: pageSize, filter: { sinceId: cursor } } });
    const answered = rowsOf(body, path, cursor);
    const more = pagesOf(body, path) > 1;
    if (more && answered.length === 0) throw broken(path, 'it promises more pages than it gives rows');
    const all = [...begun, ...answered];
    const end = more ? startOfLastSecond(all) : all.length;
    if (end > 0) yield { entity, rows: all.slice(0, end), lastId: all[end - 1]!['id'] as number }; // checked by rowsOf
    if (!more) return;
    begun = all.slice(end);
    cursor = all.at(-1)!['id'] as number;
  }
}

function startOfLastSecond(rows: readonly Row[]): number {
  const last = rows.at(-1)?.['createdAt'];
  return rows.findLastIndex((row) => row['createdAt'] !== last) + 1;
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
