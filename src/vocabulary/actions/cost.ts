import { shapes } from '../../language/shape.js';
import { any, boolean, codeOf, number } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import { formatLocal, toLocal } from '../../model/zone.js';
import type { ActionWord } from '../meaning/action.js';
import { markOf } from './mark.js';
import { personOf, personShape } from './person.js';

export const cost: ActionWord = {
  name: 'cost',
  doc: 'An expense of the order, or of the shop where there is no order: what a delivery costs, the bonus of an employee.',
  example: '{id: reward, cost: {item: staff-bonus, amount: =order.totalSumm * 0.01, user: manager}}',
  value: shapes.object(
    {
      item: shapes.value(shapes.code('costItem'), codeOf('costItem'), 'Code of the cost item.'),
      amount: shapes.value(shapes.number({ min: 0 }), number, 'How much, in the currency of the shop.'),
      user: personShape('For whom.'),
      comment: shapes.text({ doc: 'What for.' }),
    },
    { required: ['item', 'amount'] },
  ),
  shows: ['item', 'amount', 'date', 'user', 'comment'],
  idempotency: 'search',
  reaches: 'crm',
  results: { ok: boolean, id: any },
  prepare: (context) => {
    const amount = Number(context.evaluate(['cost', 'amount']) ?? 0);
    if (!(amount > 0)) return undefined;
    const performer = personOf(context.evaluate(['cost', 'user']), context);
    const comment = context.evaluate(['cost', 'comment']);
    return {
      item: context.evaluate(['cost', 'item']),
      amount: Math.round(amount * 100) / 100,
      date: formatLocal(toLocal(context.ambient.zone, context.now)).slice(0, 10),
      ...(performer !== undefined && { performer }),
      ...(comment !== undefined && { comment }),
    };
  },
  happen: ({ id }) => ({ result: { ok: true, id } }),
  written: ({ data: { performer, ...data } }) => ({ ...data, user: performer }),
  live: {
    by: 'api',
    procedure: function* (effect, again) {
      const { data, order } = effect;
      if (again) {
        const answer = yield {
          method: 'GET',
          path: 'costs',
          query: { limit: 20, filter: { comment: markOf(effect) } },
        };
        const found = (Array.isArray(answer['costs']) ? answer['costs'] : [])
          .filter(isObject)
          .find((row) => String(row['comment']).includes(markOf(effect)));
        if (found !== undefined) return { ok: true, id: found['id'] };
      }
      const answer = yield {
        method: 'POST',
        path: 'costs/create',
        body: {
          cost: {
            costItem: data['item'],
            summ: data['amount'],
            dateFrom: data['date'],
            dateTo: data['date'],
            comment: [data['comment'], markOf(effect)].filter((line) => line !== undefined).join('\n'),
            ...(order !== undefined && { order: { id: Number(order) } }),
            ...(data['performerId'] !== undefined && { userId: data['performerId'] }),
          },
        },
      };
      return { ok: true, id: answer['id'] };
    },
  },
};
