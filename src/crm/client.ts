import type { ApiCall } from '../vocabulary/word.js';

export type HistoryEntity = 'orders' | 'customers' | 'tasks';

/** Rows of `GET {entity}/history` that belong together: a change that was saved at once is never cut in two. */
export interface HistoryPage {
  readonly entity: HistoryEntity;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** The cursor to store once the rows are processed: `history(entity, lastId)` goes on behind them. */
  readonly lastId: number;
}

/** The CRM, as seen from here. Every method throws `CrmError` and nothing else. */
export interface CrmClient {
  /** `https://shop.retailcrm.ru`, without a key. */
  readonly url: string;
  /** Body of the answer to one call, `success` included. Paths that begin with `/` are not versioned: `/api/credentials`. */
  call(call: ApiCall): Promise<Readonly<Record<string, unknown>>>;
  /**
   * The member `key` of a list answer, read to its last page: a list, or a map by code, as the CRM has it. Never partial: a page that
   * fails, and a list that shrinks or grows while it is read, fail the whole list. `paged: false` sends no `limit` and `page`
   * (references).
   */
  list(call: ApiCall, key: string, options?: { readonly paged?: boolean }): Promise<readonly unknown[] | Readonly<Record<string, unknown>>>;
  /** Everything after the history id `sinceId`, oldest first; ends when the CRM has nothing more. */
  history(entity: HistoryEntity, sinceId: number): AsyncIterable<HistoryPage>;
  /** HTTP requests so far, repeated ones included. */
  requests(): number;
  close(): Promise<void>;
}
