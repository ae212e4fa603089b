import { shapes } from '../../language/shape.js';
import { any, boolean } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import type { ActionWord } from '../meaning/action.js';
import { markOf } from './mark.js';

export const note: ActionWord = {
  name: 'note',
  doc: 'A note on the customer’s card.',
  example: '{id: remember, note: "Не дозвонились по заказу {{ order.number }}"}',
  value: shapes.text({ doc: 'The text.' }),
  shows: ['text'],
  idempotency: 'search',
  reaches: 'people',
  results: { ok: boolean, id: any },
  needs: ['customer'],
  prepare: ({ evaluate }) => ({ text: evaluate(['note']) }),
  happen: ({ id }) => ({ result: { ok: true, id } }),
  live: {
    by: 'api',
    procedure: function* (effect, again) {
      // Note lists carry the text, and with it the mark.
      if (again) {
        const answer = yield {
          method: 'GET',
          path: 'customers/notes',
          query: { limit: 20, filter: { customerIds: [effect.customer], text: markOf(effect) } },
        };
        const found = (Array.isArray(answer['notes']) ? answer['notes'] : [])
          .filter(isObject)
          .find((row) => String(row['text']).includes(markOf(effect)));
        if (found !== undefined) return { ok: true, id: found['id'] };
      }
      const answer = yield {
        method: 'POST',
        path: 'customers/notes/create',
        body: {
          note: {
            text: `${String(effect.data['text'])}\n${markOf(effect)}`,
            customer: { id: Number(effect.customer) },
          },
        },
      };
      return { ok: true, id: answer['id'] };
    },
  },
};
