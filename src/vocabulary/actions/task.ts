import { shapes } from '../../language/shape.js';
import { any, boolean } from '../../language/valueType.js';
import { formatInstant, instant, type Instant } from '../../model/instant.js';
import { addSpan, spanOf } from '../../model/span.js';
import { formatLocal, toLocal } from '../../model/zone.js';
import type { ActionWord } from '../meaning/action.js';
import type { StepContext } from '../meaning/context.js';
import { markOf, searchRows } from './mark.js';
import { personOf, personShape } from './person.js';

export const task: ActionWord = {
  name: 'task',
  doc: 'A task for a person inside the shop.',
  example: '{id: call, task: {text: "Перезвонить по заказу {{ order.number }}", to: =order.manager, due: 30m}}',
  value: shapes.object(
    {
      text: shapes.text({ doc: 'What to do.' }),
      to: personShape('Who; nobody known: `tasks.fallback` of crmctl.yaml, else a task without a performer.'),
      due: shapes.duration({ doc: 'By when, from now.', working: true, computed: true }),
      comment: shapes.text({ doc: 'More about it.' }),
    },
    { required: ['text'] },
  ),
  shows: ['text', 'to', 'due', 'comment'],
  idempotency: 'search',
  reaches: 'people',
  results: { ok: boolean, id: any },
  prepare: (context) => {
    const text = context.evaluate(['task', 'text']);
    const due = dueOf(context);
    const performer = personOf(context.evaluate(['task', 'to']), context) ?? context.ambient.facts.taskFallback;
    const comment = context.evaluate(['task', 'comment']);
    return {
      text,
      ...(performer !== undefined && { performer }),
      ...(due !== undefined && {
        due: formatInstant(due),
        datetime: formatLocal(toLocal(context.ambient.zone, due)).slice(0, 16),
      }),
      ...(comment !== undefined && { comment }),
    };
  },
  happen: ({ id }) => ({ result: { ok: true, id } }),
  written: ({ data: { performer, datetime: _inTheZoneOfTheAccount, ...data } }) => ({ ...data, to: performer }),
  unassigned: ({ data }) => data['performer'] === undefined,
  live: {
    by: 'api',
    procedure: function* (effect, again, { zone }) {
      const { data } = effect;
      if (again) {
        const found = yield* searchRows(effect, zone, { list: 'tasks', key: 'tasks', one: 'task', filter: {} });
        if (found !== undefined) return { ok: true, id: found };
      }
      const answer = yield {
        method: 'POST',
        path: 'tasks/create',
        body: {
          task: {
            text: data['text'],
            commentary: [data['comment'], markOf(effect)].filter((line) => line !== undefined).join('\n'),
            ...(data['datetime'] !== undefined && { datetime: data['datetime'] }),
            ...(data['performerId'] !== undefined && { performerId: data['performerId'] }),
            ...(effect.order !== undefined && { order: { id: Number(effect.order) } }),
            ...(effect.customer !== undefined && { customer: { id: Number(effect.customer) } }),
          },
        },
      };
      return { ok: true, id: answer['id'] };
    },
  },
};

function dueOf(context: StepContext): Instant | undefined {
  const span = spanOf(context.evaluate(['task', 'due']));
  return span && addSpan(instant(context.now), span, context.clockwork);
}
