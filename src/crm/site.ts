import type { ApiCall } from '../vocabulary/remoteKind.js';

/** Calls that take `site`, and need it when the key sees several shops (retailCRM API v5 reference: `site`). `*` is an id or a code. */
const writes = matching([
  'orders/create',
  'orders/upload',
  'orders/*/edit',
  'orders/links/create',
  'orders/payments/create',
  'orders/payments/*/edit',
  'orders/loyalty/apply',
  'orders/loyalty/cancel-bonus-operations',
  'customers/create',
  'customers/upload',
  'customers/*/edit',
  'customers/*/subscriptions',
  'customers/notes/create',
  'customers-corporate/create',
  'customers-corporate/upload',
  'customers-corporate/*/edit',
  'customers-corporate/*/*/create',
  'customers-corporate/*/*/*/edit',
  'customers-corporate/notes/create',
  'tasks/create',
  'tasks/*/edit',
  'costs/create',
  'costs/*/edit',
  'delivery/shipments/create',
  'delivery/shipments/*/edit',
  'loyalty/account/create',
  'loyalty/calculate',
  'store/inventories/upload',
  'store/product-groups/*/edit',
]);
const reads = /^(orders|customers|customers-corporate)\/(?!history$|statuses$|notes$|packs$)[^/]+$/;

/** Adds the environment's shop where the call names none. */
export function withSite(call: ApiCall, site: string | undefined): ApiCall {
  if (site === undefined) return call;
  if (call.method === 'POST' && writes.test(call.path) && call.body?.['site'] === undefined)
    return { ...call, body: { ...call.body, site } };
  if (call.method === 'GET' && reads.test(call.path) && call.query?.['site'] === undefined)
    return { ...call, query: { ...call.query, site } };
  return call;
}

function matching(paths: readonly string[]): RegExp {
  return new RegExp(`^(${paths.map((path) => path.replaceAll('*', '[^/]+')).join('|')})$`);
}
