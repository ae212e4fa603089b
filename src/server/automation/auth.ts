import { createHash, timingSafeEqual } from 'node:crypto';
import type { Answer, Request } from '../http/plane.js';
import { failure } from './answers.js';

/** Lets a request in that brings one of the keys as `X-API-KEY` or as a bearer token; else the answer that refuses it. */
export function keyGate(keys: readonly string[]): (request: Request) => Answer | undefined {
  const known = keys.map(hash);
  return ({ headers }) => {
    const given = headers['x-api-key'] ?? /^Bearer (.+)$/i.exec(headers['authorization'] ?? '')?.[1];
    if (given === undefined || given === '')
      return failure(401, 'A key is missing: send X-API-KEY or Authorization: Bearer.');
    const digest = hash(given);
    return known.some((key) => timingSafeEqual(key, digest)) ? undefined : failure(403, 'Wrong key.');
  };
}

/** Equal lengths, so that comparing takes the same time whatever is given. */
function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
