import { ambientOf, extend, variablesOf } from '../../engine/scope.js';
import type { Live } from '../../vocabulary/meaning/live.js';
import type { OutboxRow } from '../store/outbox.js';
import { done, failed, refused, unknown, type Attempt } from './attempt.js';
import type { Outgoing } from './outgoing.js';
import { carryOutByHttp, type DeclaredRequest } from './viaHttp.js';
import { walk } from './walk.js';

type Declared = Extract<Live, { by: 'declared' }>;
type Values = Readonly<Record<string, unknown>>;

/** Fields of a declared request that are no part of the request: what is read from its answer. */
const ofRequest = new Set(['method', 'path', 'query', 'body', 'expect']);

/**
 * Walks through the requests that a resource declares. Each has a key of its own made from the effect's id, so that repeating is the
 * service's affair; where the resource says that the service knows no keys, an attempt that may have been carried out is not repeated.
 * `kept`: the result in an environment that keeps by itself what has no service.
 */
export async function carryOutByDeclaration(
  outgoing: Outgoing,
  { effect, uncertain, partly, error }: OutboxRow,
  { address, member, connection: code, calls }: Declared,
  kept: () => Values,
): Promise<Attempt> {
  const { executors, program, store, clock } = outgoing;
  const home = executors.declared.get(address);
  if (home === undefined || home.spec[member] === undefined)
    return executors.embedded ? done(kept()) : failed(`${address} with \`${member}\` is not in the release`);
  const repeats = home.spec['resend'] !== false;
  if (uncertain && !repeats) return unknown(error ?? 'an earlier attempt may have been carried out');
  const connection = executors.connections.get(code);
  if (connection === undefined) return failed(`connection/${code} is not in the release`);
  const around = variablesOf({}, effect, ambientOf(program, store.state, clock()));
  let writes = 0;
  return walk(calls(effect, uncertain), {
    repeats,
    partly,
    end: (values) => (values['ok'] === false ? refused(String(values['reason']), values) : done(values)),
    async call({ name, about }) {
      let missing: string | undefined;
      const read = (member_: string, more: Values = {}): unknown =>
        home.render([member, name, member_], extend(around, { ...about, ...more }), (what) => (missing ??= what));
      const declared = (home.spec[member] as Readonly<Record<string, Values>>)[name] ?? {}; // the shape is a map of maps
      const request = requestOf(declared, read);
      const isWrite = request.method !== 'GET';
      if (missing !== undefined) return { attempt: failed(`${address}: ${name} misses ${missing}`), writes: isWrite };
      if (isWrite) writes++;
      const key = writes < 2 ? effect.id : `${effect.id}/${writes}`;
      const attempt = await carryOutByHttp(connection, request, key, `connection/${code}`);
      if (attempt.ended !== 'done') return { attempt, writes: isWrite };
      const reads = Object.keys(declared).filter((field) => !ofRequest.has(field));
      const values = Object.fromEntries(reads.map((field) => [field, read(field, attempt.result.values ?? {})]));
      return { attempt: done(values), writes: isWrite };
    },
  });
}

function requestOf(declared: Values, read: (member: string) => unknown): DeclaredRequest {
  const method = (declared['method'] ?? (declared['body'] === undefined ? 'GET' : 'POST')) as DeclaredRequest['method']; // the shape's choice
  return {
    method,
    path: String(read('path') ?? ''),
    ...(declared['query'] !== undefined && { query: read('query') as Values }),
    ...(declared['body'] !== undefined && { body: read('body') }),
    ...(declared['expect'] !== undefined && { expect: declared['expect'] }),
  };
}
