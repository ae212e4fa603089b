import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * `none` all is well · `busy` 503, nothing done · `limited` 429, nothing done · `invalid` 400, nothing done · `cutBefore` hangs up, nothing done · `cutAfter` carries it out, then hangs up · `silent` carries it out and
 * never answers · `half` carries it out and sends half of the answer · `denied` 403 for the key, `forbidden` 403 for this method, nothing done.
 */
export type Fault =
  'none' | 'busy' | 'limited' | 'invalid' | 'cutBefore' | 'cutAfter' | 'silent' | 'half' | 'denied' | 'forbidden';

export interface FaultyProxy {
  readonly url: string;
  /** `POST tasks/create` of everything that was asked, in order. */
  readonly asked: readonly string[];
  /** The next requests that match (`POST tasks/create`) fail like this, one fault each. */
  fail(matching: RegExp, ...faults: readonly Fault[]): void;
}

/** A network in front of a CRM that fails on purpose. */
export async function openFaultyProxy(url: string): Promise<FaultyProxy> {
  const target = new URL(url);
  const asked: string[] = [];
  const plans: { readonly matching: RegExp; readonly faults: Fault[] }[] = [];
  const server = createServer((incoming, answer) => {
    const what = `${incoming.method} ${(incoming.url ?? '').replace(/^\/api\/v5\//, '').replace(/\?.*/, '')}`;
    asked.push(what);
    const fault = plans.find(({ matching, faults }) => faults.length > 0 && matching.test(what))?.faults.shift();
    if (fault === 'busy') refuse(answer, 503, 'the storm');
    else if (fault === 'limited') refuse(answer, 429, 'too many requests');
    else if (fault === 'invalid') refuse(answer, 400, 'Errors in the entity format');
    else if (fault === 'denied') refuse(answer, 403, 'Wrong "apiKey" value.');
    else if (fault === 'forbidden') refuse(answer, 403, 'Access denied.');
    else if (fault === 'cutBefore') answer.destroy();
    else forward(target, incoming, answer, fault);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    fail: (matching, ...faults) => void plans.push({ matching, faults: [...faults] }),
  };
}

function refuse(answer: ServerResponse, status: number, errorMsg: string): void {
  answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ success: false, errorMsg }));
}

function forward(target: URL, incoming: IncomingMessage, answer: ServerResponse, fault: Fault | undefined): void {
  const { method, url: path, headers } = incoming;
  // A connection of its own: a kept one may be closed by the server at the moment in which it is used again.
  const to = { host: target.hostname, port: target.port, path, method, headers, agent: false };
  const onward = request(to, (given) => {
    const chunks: Buffer[] = [];
    given.on('data', (chunk: Buffer) => chunks.push(chunk));
    given.on('end', () => {
      const body = Buffer.concat(chunks);
      if (fault === 'silent') return;
      if (fault === 'cutAfter') return void answer.destroy();
      if (fault === 'half') {
        const half = body.subarray(0, body.length / 2);
        return void answer.writeHead(200, { 'content-type': 'application/json' }).end(half);
      }
      answer.writeHead(given.statusCode ?? 502, given.headers).end(body);
    });
  });
  onward.on('error', () => void answer.destroy());
  incoming.pipe(onward);
}
