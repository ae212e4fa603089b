import { Agent, request } from 'undici';
import { formatDuration } from '../model/duration.js';

const answerLimit = 1_000_000;

export interface Exchange {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Milliseconds that it asks to wait. */
  readonly retryAfter: number | undefined;
}

/**
 * Asks an outside service: the whole of it takes at most so many milliseconds, however slowly the answer drips, and no more than a
 * megabyte of that is read. Throws what `neverConnected` understands.
 */
export async function exchange(url: URL, wanted: Exchange, timeout: number): Promise<Answer> {
  try {
    return await answerTo(url, wanted, timeout);
  } catch (error) {
    if ((error as Error).name !== 'TimeoutError') throw error;
    throw new Error(`no whole answer within ${formatDuration({ clock: 'elapsed', milliseconds: timeout })}`, {
      cause: error,
    });
  }
}

async function answerTo(url: URL, { method, headers, body }: Exchange, timeout: number): Promise<Answer> {
  const answer = await request(url, {
    dispatcher: agentFor(timeout),
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body }),
    signal: AbortSignal.timeout(timeout),
  });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= answerLimit) break;
  }
  const seconds = Number(answer.headers['retry-after']);
  return {
    status: answer.statusCode,
    text: Buffer.concat(chunks).subarray(0, answerLimit).toString('utf8'),
    retryAfter: seconds > 0 ? seconds * 1000 : undefined,
  };
}

const agents = new Map<number, Agent>();
const longestConnect = 10_000;

/** A connection has half of the time to come about: then it is known that nothing was asked yet. */
function agentFor(timeout: number): Agent {
  const connect = Math.min(longestConnect, timeout / 2);
  let agent = agents.get(connect);
  if (agent === undefined) agents.set(connect, (agent = new Agent({ connect: { timeout: connect } })));
  return agent;
}
