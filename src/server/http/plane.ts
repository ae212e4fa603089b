import type { Fields } from './brackets.js';

/** One request, read to its end and parsed. */
export interface Request {
  readonly method: string;
  /** Decoded nowhere, without the query: `/api/v5/orders/17`. */
  readonly path: string;
  /** Values of the `:names` of the route, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** PHP brackets as nested maps and lists: `filter[ids][]=1` → `{filter: {ids: ['1']}}`. */
  readonly query: Fields;
  /** Members of a form, a multipart form or a JSON object; a form's members that hold JSON stay strings. Else empty. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly raw: Buffer;
}

/** JSON when `body` is there, else the bytes; neither is an empty answer. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (request: Request) => Answer | Promise<Answer>;

export interface Route {
  readonly method: string;
  /** Absolute, `:name` for one segment: `/automation/v1/triggers/:code`. A literal segment wins over a name. */
  readonly path: string;
  readonly handler: Handler;
}

/** Why the router answers by itself; `failed` is an exception of a handler. */
export interface Refusal {
  readonly reason: 'not-found' | 'wrong-method' | 'malformed' | 'too-large' | 'failed';
  readonly status: number;
  readonly message: string;
  readonly error?: unknown;
}

/** Routes under one prefix that share an error envelope and a gate. */
export interface Plane {
  /** Without the slash at the end: `/automation/v1`. The longest fitting prefix of a path takes it. */
  readonly prefix: string;
  readonly routes: readonly Route[];
  /** Looks at every request of the plane first, also at those without a route; an answer ends it (no key, too fast). */
  readonly gate?: (request: Request) => Answer | undefined;
  /** Default: `{success: false, errorMsg}`. */
  readonly refuse?: (refusal: Refusal) => Answer;
}

export function route(method: string, path: string, handler: Handler): Route {
  return { method, path, handler };
}
