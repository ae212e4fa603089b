import { shapes, type Shape } from '../language/shape.js';

/** What a request to a connected service says, in a step or in a resource. */
export const requestFields: Readonly<Record<string, Shape>> = {
  method: shapes.choice(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], 'Default GET, with a body POST.'),
  path: shapes.text({ doc: 'Below the connection’s address.' }),
  query: shapes.map(shapes.data({ texts: true }), { doc: 'Query parameters.' }),
  body: shapes.data({ doc: 'Sent as JSON.', texts: true }),
  expect: shapes.oneOrMany(
    shapes.number({ min: 100, max: 599, integer: true }),
    'Statuses that count as success; default 200-299.',
  ),
};
