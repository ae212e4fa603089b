import { connectionProblem, neverConnected } from '../../channels/connecting.js';
import { exchange } from '../../channels/exchange.js';
import { longestOf, parseDuration } from '../../model/duration.js';
import { isSuccess } from '../../vocabulary/actions/http.js';
import { done, failed, type Attempt } from './attempt.js';

const defaultTimeout = 30_000;

/** A request as a step or a resource declares it, its texts rendered. */
export interface DeclaredRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly expect?: unknown;
}

/** A request to an outside service. `key` travels as its `Idempotency-Key`, so that repeating is the service's affair. `name`: as `connection/loyalty`. */
export async function carryOutByHttp(
  connection: Readonly<Record<string, unknown>>,
  { method, path, query, body, expect }: DeclaredRequest,
  key: string,
  name: string,
): Promise<Attempt> {
  const address = String(connection['url']).replace(/\/$/, '') + path;
  if (!URL.canParse(address)) return failed(`${name}: its url with the path ${path} is no address`);
  const url = new URL(address);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, String(value));
  try {
    const { status, text, retryAfter } = await exchange(
      url,
      {
        method,
        headers: { 'idempotency-key': key, ...((connection['headers'] ?? {}) as Record<string, string>) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      },
      timeoutOf(connection),
    );
    if (isSuccess(status, expect)) return done({ ok: true, status, body: jsonOf(text) });
    if (status === 429 || status >= 500) {
      const busy = status === 429 || status === 503;
      return {
        ended: 'retry',
        error: `${name} answered ${status}`,
        uncertain: !busy,
        ...(busy && { down: true }),
        ...(retryAfter !== undefined && { after: retryAfter }),
      };
    }
    return failed(`${name} answered ${status}: ${text.slice(0, 200)}`, { status, body: jsonOf(text) });
  } catch (error) {
    const down = neverConnected(error);
    return {
      ended: 'retry',
      error: connectionProblem(error, name, 'url'),
      uncertain: !down,
      ...(down && { down }),
    };
  }
}

function timeoutOf({ timeout }: Readonly<Record<string, unknown>>): number {
  const duration = typeof timeout === 'string' ? parseDuration(timeout) : undefined;
  return duration === undefined ? defaultTimeout : longestOf(duration);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
