import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody, type ReadBody } from './http/body.js';
import { parseQuery, type Fields } from './http/brackets.js';
import { buildRouter, type Router } from './http/router.js';

export type { Field, Fields } from './http/brackets.js';

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

export interface ServeOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Of one request body; default 16 MiB. */
  readonly maxBodyBytes?: number;
  /** Told of every exception of a handler, whose words the caller never sees; default: a line on standard error. */
  readonly onFailure?: (error: unknown, request: Request) => void;
}

export interface RunningServer {
  /** `http://127.0.0.1:40123`, no slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Refuses new connections, lets running requests end, then resolves. */
  close(): Promise<void>;
}

/** Listens and answers. Rejects when the port cannot be taken (`EADDRINUSE`). */
export async function serve(planes: readonly Plane[], options: ServeOptions): Promise<RunningServer> {
  const mounted = planes
    .map((plane) => ({ plane, router: buildRouter(plane.routes) }))
    .sort((a, b) => b.plane.prefix.length - a.plane.prefix.length);
  const limit = options.maxBodyBytes ?? 16 * 1024 * 1024;
  const onFailure = options.onFailure ?? reportFailure;
  const server = createServer((incoming, outgoing) => {
    void respond(mounted, limit, onFailure, incoming).then(
      (answer) => send(outgoing, incoming, answer, server.listening),
      () => incoming.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
    port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeIdleConnections();
      }),
  };
}

export function route(method: string, path: string, handler: Handler): Route {
  return { method, path, handler };
}

interface Mounted {
  readonly plane: Plane;
  readonly router: Router;
}

async function respond(
  mounted: readonly Mounted[],
  limit: number,
  onFailure: NonNullable<ServeOptions['onFailure']>,
  incoming: IncomingMessage,
): Promise<Answer> {
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const place = mounted.find(({ plane }) => path === plane.prefix || path.startsWith(`${plane.prefix}/`));
  const refuse = place?.plane.refuse ?? plainRefusal;
  const body: ReadBody = await readBody(incoming, limit);
  if (!body.ok) return refuse(body.refusal);
  const request: Request = {
    method: incoming.method ?? 'GET',
    path,
    params: {},
    query: parseQuery(mark < 0 ? '' : url.slice(mark + 1)),
    body: body.fields,
    headers: singleHeaders(incoming),
    raw: body.raw,
  };
  try {
    const stopped = place?.plane.gate?.(request);
    if (stopped) return stopped;
    const found = place?.router(request.method, path) ?? { found: 'nothing' };
    if (found.found === 'nothing') return refuse({ reason: 'not-found', status: 404, message: 'Not found' });
    if (found.found === 'other-method') {
      return refuse({ reason: 'wrong-method', status: 405, message: 'Method Not Allowed' });
    }
    return await found.handler({ ...request, params: found.params });
  } catch (error) {
    onFailure(error, request);
    return refuse({ reason: 'failed', status: 500, message: 'Internal Server Error', error });
  }
}

function reportFailure(error: unknown, { method, path }: Request): void {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`crmctl: ${method} ${path} failed: ${words}\n`);
}

function singleHeaders(incoming: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

function plainRefusal(refusal: Refusal): Answer {
  return { status: refusal.status, body: { success: false, errorMsg: refusal.message } };
}

function send(outgoing: ServerResponse, incoming: IncomingMessage, answer: Answer, keep: boolean): void {
  const json = answer.body !== undefined;
  const bytes = json ? Buffer.from(JSON.stringify(answer.body)) : Buffer.from(answer.bytes ?? []);
  outgoing.writeHead(answer.status, {
    ...(json ? { 'content-type': 'application/json' } : {}),
    'content-length': bytes.byteLength,
    // A body that was not read to its end leaves the connection unusable, and a closing server keeps none.
    ...(incoming.complete && keep ? {} : { connection: 'close' }),
    ...answer.headers,
  });
  outgoing.end(incoming.method === 'HEAD' ? undefined : bytes);
}
