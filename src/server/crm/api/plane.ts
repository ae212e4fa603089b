import { type Answer, type Plane, type Refusal, type Request, type Route, route } from '../../http/plane.js';
import { findKey, type ApiKey, type Scope } from '../store/keys.js';
import type { Store } from '../store/open.js';
import type { Call } from './parameters.js';
import { createLimiter } from './rateLimit.js';
import { Refused, refusalAnswer } from './refused.js';

/** One method of the API. `path` is below `/api/v5/`; one that begins with `/` is whole (`/api/credentials`). */
export interface Method {
  readonly verb: 'GET' | 'POST';
  readonly path: string;
  /** What the key must be allowed; none: any key. */
  readonly scope: Scope | undefined;
  readonly handler: (call: Call) => Answer;
}

export function get(path: string, scope: Scope | undefined, handler: Method['handler']): Method {
  return { verb: 'GET', path, scope, handler };
}

export function post(path: string, scope: Scope | undefined, handler: Method['handler']): Method {
  return { verb: 'POST', path, scope, handler };
}

export interface PlaneOptions {
  /** No rate limit, announced by `X-Crmctl-Unlimited: 1`. */
  readonly unlimited: boolean;
  /** Milliseconds that only go forward, for the rate limit. */
  readonly clock: () => number;
}

/** The methods under `/api`, with the key, the rate limit and the error envelope of API v5 around them. */
export function buildPlane(store: Store, methods: readonly Method[], options: PlaneOptions): Plane {
  const limiter = createLimiter(options.clock);
  const announce = options.unlimited ? { 'x-crmctl-unlimited': '1' } : {};
  const announced = (answer: Answer): Answer => ({ ...answer, headers: { ...announce, ...answer.headers } });
  return {
    prefix: '/api',
    routes: methods.map((method) => routeOf(store, method, announced)),
    gate: (request) => {
      const entered = enter(store, request);
      if (entered instanceof Refused) return announced(refusalAnswer(entered));
      if (options.unlimited || limiter.admit(entered.id, request.path)) return undefined;
      return refusalAnswer(new Refused(503, 'API rate limit exceeded'));
    },
    refuse: (refusal) => announced(envelopeOf(refusal)),
  };
}

function routeOf(store: Store, method: Method, announced: (answer: Answer) => Answer): Route {
  const path = method.path.startsWith('/') ? method.path : `/api/v5/${method.path}`;
  return route(method.verb, path, (request) => {
    const key = enter(store, request);
    if (key instanceof Refused) return announced(refusalAnswer(key));
    if (method.scope && !key.scopes.includes(method.scope)) {
      return announced(refusalAnswer(new Refused(403, 'Access denied.')));
    }
    try {
      return announced(method.handler({ store, key, actor: { source: 'api', key: key.id }, request }));
    } catch (error) {
      if (error instanceof Refused) return announced(refusalAnswer(error));
      throw error;
    }
  });
}

function enter(store: Store, request: Request): ApiKey | Refused {
  const given = request.headers['x-api-key'] ?? request.query['apiKey'] ?? request.body['apiKey'];
  if (given === undefined || given === '') return new Refused(403, '"apiKey" is missing.');
  return (typeof given === 'string' ? findKey(store, given) : undefined) ?? new Refused(403, 'Wrong "apiKey" value.');
}

function envelopeOf(refusal: Refusal): Answer {
  const message = refusal.reason === 'not-found' ? 'API method not found' : refusal.message;
  return refusalAnswer(new Refused(refusal.status, message));
}
