import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

interface Seen {
  readonly method: string;
  /** With the query, as it travelled. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What the server does with one request. */
export type Behaviour = (response: ServerResponse, seen: Seen) => void;

interface FaultyServer {
  readonly url: string;
  readonly seen: readonly Seen[];
  close(): Promise<void>;
}

/** A real HTTP server that behaves badly on purpose: one behaviour a request, the last one for all that follow. */
export async function faultyServer(...script: readonly Behaviour[]): Promise<FaultyServer> {
  const seen: Seen[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const record = { method, target: url, headers, body: Buffer.concat(chunks).toString('utf8') };
      seen.push(record);
      script[Math.min(seen.length, script.length) - 1]!(response, record);
    });
  });
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Behaviour {
  return (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export function html(status: number, text: string): Behaviour {
  return (response) => response.writeHead(status, { 'content-type': 'text/html' }).end(text);
}

export function busy(status: 503 | 429 = 503, headers: Record<string, string> = {}): Behaviour {
  return json({ success: false, errorMsg: 'API rate limit exceeded' }, status, headers);
}

/** Promises a whole answer, sends the beginning and cuts the connection. */
export const cutInBody: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"success": true, "orders": [{"id": 1');
  setImmediate(() => response.socket?.destroy());
};

export const cutAtOnce: Behaviour = (response) => {
  response.socket?.destroy();
};

export const silent: Behaviour = () => undefined;
