import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody, type ReadBody } from './http/body.js';
import { parseQuery } from './http/brackets.js';
import type { Answer, Plane, Refusal, Request } from './http/plane.js';
import { buildRouter, type Router } from './http/router.js';

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
