import { Pool, request, type Dispatcher } from 'undici';
import { decodeAnswer, headerOf, type AnswerContext, type RawAnswer } from './decode.js';
import { CrmError } from './errors.js';
import type { Limiter } from './limiter.js';
import { networkError } from './network.js';
import { patient, withRetries, type Retry, type RetryPolicy } from './retry.js';
import { realTiming, type Timing } from './timing.js';
import { acceptedEncoding, unpack } from './unpack.js';

/** One request to a server, complete but for the address and the key. */
export interface Outgoing {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** From the root of the server, with the query. */
  readonly target: string;
  /** How errors call it: `GET orders`. */
  readonly label: string;
  readonly content?: { readonly type: string; readonly text: string };
  /** Repeating it changes nothing more. */
  readonly idempotent: boolean;
  readonly limiter?: Limiter;
}

/** What came of one attempt, for `--verbose` and for counting. Never holds a key. */
interface RequestRecord {
  readonly label: string;
  /** Absent: no answer. */
  readonly status?: number;
  readonly milliseconds: number;
}

export interface Tuning {
  readonly timing?: Timing;
  readonly retry?: Partial<RetryPolicy>;
  /** Longest wait for one whole answer, in milliseconds; 30 s. */
  readonly timeout?: number;
  readonly onRequest?: (record: RequestRecord) => void;
  readonly onRetry?: (retry: Retry) => void;
  /** Instead of an own connection pool. */
  readonly dispatcher?: Dispatcher;
}

export interface TransportOptions extends Tuning {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly server: string;
  readonly keyCure: string;
}

export interface Transport {
  /** Address without a trailing slash. */
  readonly url: string;
  send(outgoing: Outgoing): Promise<Readonly<Record<string, unknown>>>;
  requests(): number;
  close(): Promise<void>;
}

/** The one place where requests leave: connection pool, rate limit, time-out, retries, and errors as `CrmError`. */
export function openTransport(options: TransportOptions): Transport {
  const { origin, prefix } = addressOf(options.url);
  const timing = options.timing ?? realTiming;
  const policy: RetryPolicy = { ...patient, ...options.retry };
  const timeout = options.timeout ?? 30_000;
  // A pooled connection is given up well before a server with the usual 5 s closes it under a request.
  const pool =
    options.dispatcher ?? new Pool(origin, { connections: 16, keepAliveTimeout: 2_000, connectTimeout: 10_000 });
  let requests = 0;
  let seen = false;

  async function exchange(outgoing: Outgoing, context: AnswerContext): Promise<RawAnswer> {
    requests++;
    try {
      const response = await request(`${origin}${prefix}${outgoing.target}`, {
        dispatcher: pool,
        method: outgoing.method,
        headers: {
          accept: 'application/json',
          'accept-encoding': acceptedEncoding,
          ...options.headers,
          ...(outgoing.content && { 'content-type': outgoing.content.type }),
        },
        body: outgoing.content?.text ?? null,
        signal: AbortSignal.timeout(timeout),
      });
      const bytes = await response.body.bytes();
      const { headers } = response;
      const text = unpack(bytes, headerOf({ headers }, 'content-encoding'));
      seen = true;
      return { status: response.statusCode, headers, text };
    } catch (thrown) {
      throw networkError(thrown, `${origin}${prefix}`, context);
    }
  }

  async function attempt(outgoing: Outgoing, context: AnswerContext): Promise<Readonly<Record<string, unknown>>> {
    const start = timing.now();
    let status: number | undefined;
    try {
      const answer = await exchange(outgoing, context);
      status = answer.status;
      if (headerOf(answer, 'x-crmctl-unlimited') === '1') outgoing.limiter?.lift();
      const body = decodeAnswer(answer, context);
      if (!(body instanceof CrmError)) {
        outgoing.limiter?.succeeded();
        return body;
      }
      if (body.reason === 'limit') outgoing.limiter?.refused(body.retryAfter);
      throw body;
    } finally {
      options.onRequest?.({
        label: outgoing.label,
        milliseconds: timing.now() - start,
        ...(status !== undefined && { status }),
      });
    }
  }

  return {
    url: `${origin}${prefix}`,
    send(outgoing) {
      const context: AnswerContext = {
        request: outgoing.label,
        writes: outgoing.method !== 'GET',
        server: options.server,
        keyCure: options.keyCure,
      };
      return withRetries(() => attempt(outgoing, context), {
        policy,
        timing,
        idempotent: outgoing.idempotent,
        pass: async () => outgoing.limiter?.pass(),
        seen: () => seen,
        ...(options.onRetry && { onRetry: options.onRetry }),
      });
    },
    requests: () => requests,
    close: () => pool.close(),
  };
}

function addressOf(url: string): { origin: string; prefix: string } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new CrmError(`"${url}" is not an address`, {
      reason: 'invalid',
      cure: 'Write it as https://shop.retailcrm.ru.',
    });
  }
  return { origin: parsed.origin, prefix: parsed.pathname.replace(/\/+$/, '') };
}
