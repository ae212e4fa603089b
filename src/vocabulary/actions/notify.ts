import { shapes } from '../../language/shape.js';
import { boolean } from '../../language/valueType.js';
import type { ActionWord } from '../meaning/action.js';
import { personOf, personShape } from './person.js';

export const notify: ActionWord = {
  name: 'notify',
  doc: 'A notice to people inside the shop; it asks for nothing.',
  example: '{id: tell, notify: {text: "Большой заказ {{ order.number }}", to: user/head@shop.ru}}',
  value: shapes.object(
    { text: shapes.text({ doc: 'What happened.' }), to: personShape('Who; default: the responsible manager.') },
    { required: ['text'] },
  ),
  shows: ['text', 'to'],
  idempotency: 'none',
  reaches: 'people',
  results: { ok: boolean },
  prepare: (context) => {
    const performer = personOf(context.evaluate(['notify', 'to']) ?? 'manager', context);
    return { text: context.evaluate(['notify', 'text']), ...(performer !== undefined && { performer }) };
  },
  happen: () => ({ result: { ok: true } }),
  written: ({ data: { performer, ...data } }) => ({ ...data, to: performer }),
  live: {
    by: 'api',
    procedure: function* ({ data }) {
      yield {
        method: 'POST',
        path: 'notifications/send',
        body: {
          notification: {
            type: 'api.info',
            message: data['text'],
            ...(data['performerId'] === undefined
              ? { userGroups: ['superadmins'] }
              : { userIds: [data['performerId']] }),
          },
        },
      };
      return { ok: true };
    },
  },
};
