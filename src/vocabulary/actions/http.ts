import { shapes } from '../../language/shape.js';
import { any, boolean, number, string } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import type { ActionWord } from '../meaning/action.js';
import { requestFields } from '../requestFields.js';
import { changesTo } from './fields.js';

export const http: ActionWord = {
  name: 'http',
  doc: 'A request to an outside service; the effect’s id travels as `Idempotency-Key`. Behind `onError` `.status` and `.body` tell of an answer that it does not expect, too.',
  example:
    '{id: register, http: {connection: loyalty, method: POST, path: /customers, body: {phone: =customer.phone}, expect: [200, 201]}}',
  value: shapes.object(
    {
      connection: shapes.reference('Connection', 'The service.'),
      ...requestFields,
      save: shapes.map(shapes.data(), {
        doc: 'Fields of the order or the customer that take values of the answer: `=body.card`, `=status`.',
      }),
      latest: shapes.boolean(
        'Only the latest counts: a newer request of the same trigger, step and key takes the place of one that has not gone out yet or waits for another attempt; that one is skipped with the reason `superseded`.',
      ),
    },
    { required: ['connection'] },
  ),
  shows: ['connection', 'method', 'path', 'query', 'body', 'expect'],
  idempotency: 'key',
  reaches: 'outside',
  results: { ok: boolean, status: number, body: any, reason: string },
  givesWay: (spec) => (spec['http'] as Record<string, unknown>)['latest'] === true,
  prepare: ({ spec, evaluate }) => {
    const value = spec['http'] as Record<string, unknown>;
    const method = value['method'] ?? (value['body'] === undefined ? 'GET' : 'POST');
    return {
      connection: value['connection'],
      method,
      path: evaluate(['http', 'path']) ?? '',
      ...(value['query'] !== undefined && { query: evaluate(['http', 'query']) }),
      ...(value['body'] !== undefined && { body: evaluate(['http', 'body']) }),
      ...(value['expect'] !== undefined && { expect: value['expect'] }),
    };
  },
  after: { path: ['http', 'save'], scope: { status: number, body: any } },
  follow: (context) => {
    const save = (context.spec['http'] as Record<string, unknown>)['save'];
    if (!isObject(save)) return undefined;
    const data = changesTo(Object.keys(save), (field) => context.evaluate(['http', 'save', field]), context);
    return data && { id: 'save', action: 'set', data };
  },
  // A back-test asks nobody: the answer is unknown, the call itself is what it shows.
  happen: () => ({ result: { ok: true, status: 200 } }),
  answered: ({ data }, { status = 200, body }) =>
    isSuccess(Number(status), data['expect'])
      ? { result: { ok: true, status, body } }
      : { result: { status, body }, failed: `answered ${String(status)}` },
  live: { by: 'http' },
};

/** Whether an answer counts as success: one of the statuses of `expect`, else any 2xx. */
export function isSuccess(status: number, expected: unknown): boolean {
  if (expected === undefined) return status >= 200 && status < 300;
  return Array.isArray(expected) ? expected.includes(status) : expected === status;
}
