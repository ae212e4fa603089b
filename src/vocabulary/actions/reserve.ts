import { shapes } from '../../language/shape.js';
import { any, boolean, codeOf, listOf } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import { hold } from '../stock/stock.js';
import type { ActionWord } from '../meaning/action.js';
import { Refusal } from '../reasons.js';
import { numberOf } from './lines.js';
import { packedItems } from './packs.js';

export const reserve: ActionWord = {
  name: 'reserve',
  doc: 'Takes lines out of the stock for the order: all of them or none. `.ok` says which, `.missing` what there was too little of. Orders that come later in the same moment see what is left.',
  example: '{id: take, reserve: =order.items, store: main}',
  value: shapes.value(shapes.list(shapes.data()), listOf(any), 'Lines: `=order.items`, or a part of them.'),
  siblings: {
    store: shapes.value(
      shapes.code('store'),
      codeOf('store'),
      'Out of which store. Default: the one that the order is sent from, else any.',
    ),
  },
  shows: ['items', 'store'],
  idempotency: 'search',
  reaches: 'crm',
  scarce: () => true,
  results: { ok: boolean, missing: listOf(any), packs: listOf(any) },
  needs: ['order'],
  prepare: (context) => {
    const list = context.evaluate(['reserve']);
    const lines = (Array.isArray(list) ? list.filter(isObject) : []).filter(({ isCanceled }) => isCanceled !== true);
    if (lines.length === 0 || context.order === undefined) return undefined;
    const order = isObject(context.scope['order']) ? context.scope['order'] : {};
    const named = context.evaluate(['store']) ?? order['shipmentStore'];
    const store = typeof named === 'string' ? named : undefined;
    const wanted = lines.map((line) => ({ offer: line['offer'], quantity: numberOf(line['quantity'] ?? 1) }));
    const missing = hold(wanted, context.order, store, context.memory.read, context.memory.write);
    if (missing.length > 0) return new Refusal('no-stock', { missing });
    return {
      items: lines.map((line) => ({ id: line['id'], offer: line['offer'], quantity: numberOf(line['quantity'] ?? 1) })),
      ...(store !== undefined && { store }),
    };
  },
  happen: () => ({ result: { ok: true, missing: [] } }),
  // Without a store the CRM cannot hold anything: then only crmctl knows.
  live: { by: 'self' },
  liveOf: ({ data }) =>
    data['store'] === undefined
      ? { by: 'self' }
      : {
          by: 'api',
          procedure: function* ({ order, data: { items, store } }, again) {
            const packed = again ? yield* packedItems(String(order)) : [];
            const packs: unknown[] = packed.map(({ id }) => id);
            for (const line of (items as readonly Readonly<Record<string, unknown>>[]).filter(
              ({ id }) => !packed.some(({ item }) => item === String(id)),
            )) {
              const answer = yield {
                method: 'POST',
                path: 'orders/packs/create',
                body: { pack: { store, quantity: line['quantity'], itemId: line['id'] } },
              };
              packs.push(answer['id']);
            }
            return { ok: true, missing: [], packs };
          },
        },
};
