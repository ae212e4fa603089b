import type { ApiCall } from '../vocabulary/word.js';

/** Calls that need `site` when the key sees several shops: making, changing, and reading one by its external id (retailCRM API v5 reference: `site`). */
const writes = /^(orders|customers|customers-corporate|tasks|costs)\/(create|upload|[^/]+\/edit)$/;
const reads = /^(orders|customers|customers-corporate)\/(?!history$|statuses$|notes$|packs$)[^/]+$/;

/** Adds the environment's shop where the call names none. */
export function withSite(call: ApiCall, site: string | undefined): ApiCall {
  if (site === undefined) return call;
  if (call.method === 'POST' && writes.test(call.path)) return { ...call, body: { site, ...call.body } };
  if (call.method === 'GET' && reads.test(call.path)) return { ...call, query: { site, ...call.query } };
  return call;
}
