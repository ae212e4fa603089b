import { shapes } from '../../language/shape.js';
import { boolean } from '../../language/valueType.js';
import { release as letGo } from '../stock/stock.js';
import type { ActionWord } from '../meaning/action.js';
import { linesOf } from './lines.js';
import { packedItems } from './packs.js';

export const release: ActionWord = {
  name: 'release',
  doc: 'Puts back into the stock what the order holds.',
  example: '{id: back, release: all}',
  value: shapes.choice(['all'], 'Everything that the order holds.'),
  shows: ['offers'],
  idempotency: 'set',
  reaches: 'crm',
  results: { ok: boolean },
  needs: ['order'],
  prepare: (context) => {
    if (context.order === undefined) return undefined;
    const offers = linesOf(context.scope['order']).map((line) => line['offer']);
    let moved = false;
    letGo(context.order, offers, context.memory.read, (name, value) => {
      moved = true;
      context.memory.write(name, value);
    });
    return moved ? { offers: offers.length } : undefined;
  },
  happen: () => ({ result: { ok: true } }),
  live: {
    by: 'api',
    procedure: function* ({ order }) {
      for (const { id } of yield* packedItems(String(order)))
        yield { method: 'POST', path: `orders/packs/${String(id)}/delete` };
      return { ok: true };
    },
  },
};
