import { isObject } from '../../model/json.js';
import type { ApiCall } from '../remoteKind.js';

/** Packs of an order: what is put aside for its lines, with the line's id. */
export function* packedItems(
  order: string,
): Generator<ApiCall, readonly { readonly id: unknown; readonly item: string }[], Readonly<Record<string, unknown>>> {
  const answer = yield {
    method: 'GET',
    path: 'orders/packs',
    query: { limit: 100, filter: { orderId: Number(order) } },
  };
  const packs = Array.isArray(answer['packs']) ? answer['packs'].filter(isObject) : [];
  return packs.map(({ id, item, itemId }) => ({ id, item: String(isObject(item) ? item['id'] : itemId) }));
}
