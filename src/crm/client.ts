import type { ApiCall } from '../vocabulary/remoteKind.js';
import { encodeForm, encodeQuery } from './encode.js';
import { historyPages, type HistoryEntity, type HistoryPage } from './historyPages.js';
import { apiRate, createLimiter, telephonyRate } from './limiter.js';
import { memberOf, pageSize, readAllPages } from './paging.js';
import { withSite } from './site.js';
import { realTiming } from './timing.js';
import { openTransport, type Tuning } from './transport.js';

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
  list(
    call: ApiCall,
    key: string,
    options?: { readonly paged?: boolean },
  ): Promise<readonly unknown[] | Readonly<Record<string, unknown>>>;
  /** Everything after the history id `sinceId`, oldest first; ends when the CRM has nothing more. */
  history(entity: HistoryEntity, sinceId: number): AsyncIterable<HistoryPage>;
  /** HTTP requests so far, repeated ones included. */
  requests(): number;
  close(): Promise<void>;
}

export interface CrmOptions extends Tuning {
  readonly url: string;
  readonly key: string;
  /** Code of the shop to work in, for keys that see several. */
  readonly site?: string;
}

/** A client of API v5. Nothing is sent before the first call. */
export function createCrmClient(options: CrmOptions): CrmClient {
  const timing = options.timing ?? realTiming;
  const limiter = createLimiter(apiRate, timing);
  const telephony = createLimiter(telephonyRate, timing);
  const transport = openTransport({
    ...options,
    headers: { 'X-API-KEY': options.key },
    server: 'the CRM',
    keyCure: 'Check crm.key of the environment.',
  });

  function call(asked: ApiCall): Promise<Readonly<Record<string, unknown>>> {
    const { method, path, query = {}, body } = withSite(asked, options.site);
    const search = encodeQuery(query);
    return transport.send({
      method,
      target: `${path.startsWith('/') ? path : `/api/v5/${path}`}${search && `?${search}`}`,
      label: `${method} ${path}`,
      idempotent: method === 'GET',
      limiter: path.startsWith('telephony/') ? telephony : limiter,
      ...(method === 'POST' && {
        content: { type: 'application/x-www-form-urlencoded', text: encodeForm(body ?? {}) },
      }),
    });
  }

  return {
    url: transport.url,
    call,
    async list(asked, key, { paged = true } = {}) {
      const request = `${asked.method} ${asked.path}`;
      if (!paged) return memberOf(await call(asked), key, request);
      const page = (number: number) => call({ ...asked, query: { ...asked.query, limit: pageSize, page: number } });
      return readAllPages(page, key, request);
    },
    history: (entity, sinceId) => historyPages(call, entity, sinceId),
    requests: transport.requests,
    close: transport.close,
  };
}
