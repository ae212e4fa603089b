import { carriers } from '../vocabulary/kinds/carriers.js';
import type { ChannelProvider, ChannelSettings, Delivery, Message } from './channel.js';
import { connectionProblem, neverConnected } from './connecting.js';
import { exchange, type Answer } from './exchange.js';

const timeout = 30_000;

export const http: ChannelProvider = {
  name: 'http',
  defaultFor: carriers.http.defaultFor,
  doc: 'A gateway that takes a request for each message: `url`, `method`, `headers`, `query`, `body`, `expect`; texts about `message`.',
  open: ({ code, spec, render }) => ({
    async send(message) {
      const about = { message: { ...message, text: message.body, from: spec['from'] } };
      const address = String(spec['url'] ?? '');
      if (!URL.canParse(address))
        return { outcome: 'not-sent', error: `channel/${code}: its url is no address`, down: true };
      const url = new URL(address);
      const written = (place: string): unknown => (spec[place] === undefined ? undefined : render([place], about));
      const { query, body } = saysItself(spec)
        ? { query: written('query'), body: written('body') }
        : plain(spec, message);
      for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>))
        if (value !== undefined) url.searchParams.set(name, String(value));
      try {
        const answer = await exchange(
          url,
          {
            // The shape allows these three only.
            method: (spec['method'] ?? 'POST') as 'GET' | 'POST' | 'PUT',
            headers: { 'idempotency-key': message.id, ...((spec['headers'] ?? {}) as Record<string, string>) },
            body: body === undefined ? undefined : JSON.stringify(body),
          },
          timeout,
        );
        return deliveryOf(answer, spec['expect']);
      } catch (error) {
        return failureOf(error, code);
      }
    },
    close: async () => undefined,
  }),
};

function saysItself({ query, body }: ChannelSettings['spec']): boolean {
  return query !== undefined || body !== undefined;
}

/** A request that would say nothing tells the message in the words that `query` and `body` would find in it. */
function plain(
  { method, from }: ChannelSettings['spec'],
  { id, to, subject, body: text, html, template }: Message,
): { readonly query?: unknown; readonly body?: unknown } {
  return method === 'GET'
    ? { query: { id, to, from, text } }
    : { body: { id, to, from, subject, text, html, template } };
}

function deliveryOf({ status, text, retryAfter }: Answer, expect: unknown): Delivery {
  const accepted = Array.isArray(expect) ? expect.includes(status) : status >= 200 && status < 300;
  if (accepted) return { outcome: 'sent' };
  const error = `the gateway answered ${status}: ${text.slice(0, 200)}`;
  if (status === 429 || status === 503)
    return { outcome: 'not-sent', error, down: true, ...(retryAfter !== undefined && { retryAfter }) };
  return status >= 500 ? { outcome: 'unknown', error } : { outcome: 'refused', error };
}

function failureOf(thrown: unknown, code: string): Delivery {
  const error = connectionProblem(thrown, `channel/${code}`, 'url');
  return neverConnected(thrown) ? { outcome: 'not-sent', error, down: true } : { outcome: 'unknown', error };
}
