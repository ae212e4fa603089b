import { shapes } from '../../language/shape.js';
import { boolean } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import type { ActionWord } from '../meaning/action.js';

export const emit: ActionWord = {
  name: 'emit',
  doc: 'An event of your own to the other triggers, about the same order and customer.',
  example: '{id: tell, emit: {event: custom.return, data: {reason: =order.statusComment}}}',
  value: shapes.object(
    {
      event: shapes.string({
        pattern: /^custom\.[A-Za-z0-9_.-]+$/,
        patternName: 'an event of your own such as custom.return',
        doc: 'Its name: `custom.<anything>`.',
      }),
      data: shapes.map(shapes.data({ texts: true }), { doc: 'Members of the event.' }),
    },
    { required: ['event'] },
  ),
  shows: ['event', 'data'],
  idempotency: 'key',
  reaches: 'crm',
  results: { ok: boolean },
  causes: ({ emit: value }) => [`event ${String((value as Readonly<Record<string, unknown>>)['event'])}`],
  prepare: ({ spec, evaluate }) => {
    // The shape is a map.
    const { event, data } = spec['emit'] as Record<string, unknown>;
    return { event, data: data === undefined ? {} : evaluate(['emit', 'data']) };
  },
  happen: ({ order, customer, data }) => ({
    event: {
      type: String(data['event']),
      data: {
        ...(isObject(data['data']) ? data['data'] : {}),
        ...(order !== undefined && { order: { id: order } }),
        ...(customer !== undefined && { customer: { id: customer } }),
      },
    },
    result: { ok: true },
  }),
  live: { by: 'self' },
};
