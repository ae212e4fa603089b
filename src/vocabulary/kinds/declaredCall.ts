import { shapes, type ObjectShape, type Shape } from '../../language/shape.js';

/** A request that a resource declares: what an `http` step says, without the service. `reads`: what is taken from its answer. */
export function declaredCall(doc: string, reads: Readonly<Record<string, Shape>> = {}): ObjectShape {
  return shapes.object(
    {
      method: shapes.choice(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], 'Default GET, with a body POST.'),
      path: shapes.text({ doc: 'Below the connection’s address.' }),
      query: shapes.map(shapes.data({ texts: true }), { doc: 'Query parameters.' }),
      body: shapes.data({ doc: 'Sent as JSON.', texts: true }),
      expect: shapes.oneOrMany(
        shapes.number({ min: 100, max: 599, integer: true }),
        'Statuses that count as success; default 200-299.',
      ),
      ...reads,
    },
    { doc, required: ['path', ...Object.keys(reads).slice(0, 1)] },
  );
}
