import { shapes } from '../../language/shape.js';
import { any, boolean, number, string } from '../../language/valueType.js';
import type { ActionWord } from '../meaning.js';

export const http: ActionWord = {
  name: 'http',
  doc: 'A request to an outside service; the effect’s id travels as `Idempotency-Key`.',
  example:
    '{id: register, http: {connection: loyalty, method: POST, path: /customers, body: {phone: =customer.phone}, expect: [200, 201]}}',
  value: shapes.object(
    {
      connection: shapes.reference('Connection', 'The service.'),
      method: shapes.choice(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], 'Default GET, with a body POST.'),
      path: shapes.text({ doc: 'Below the connection’s address.' }),
      query: shapes.map(shapes.data({ texts: true }), { doc: 'Query parameters.' }),
      body: shapes.data({ doc: 'Sent as JSON.', texts: true }),
      expect: shapes.oneOrMany(
        shapes.number({ min: 100, max: 599, integer: true }),
        'Statuses that count as success; default 200-299.',
      ),
    },
    { required: ['connection'] },
  ),
  idempotency: 'key',
  reaches: 'outside',
  results: { ok: boolean, status: number, body: any, reason: string },
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
  // A back-test asks nobody: the answer is unknown, the call itself is what it shows.
  happen: () => ({ result: { ok: true, status: 200 } }),
  live: { by: 'http' },
};
