import { shapes } from '../../language/shape.js';
import type { FormWord } from '../meaning.js';
import { variablesOfEntity } from './common.js';
import { isOneOf, valuesShape } from './values.js';

export const changed: FormWord = {
  name: 'changed',
  doc: 'The field got another value: the edge, never the level. Creation is no change; list `event: order.created` beside it.',
  example: '{changed: order.status, from: new, to: [no-answer-1, {group: cancel}]}',
  value: shapes.oneOrMany(shapes.path(), 'One field, or a list of them.'),
  siblings: {
    from: valuesShape('The value before.'),
    to: valuesShape('The value after.'),
  },
  scope: (form) => variablesOfEntity(pathsOf(form)[0] ?? 'order'),
  listens: (form) => pathsOf(form).map((path) => `changed:${path}`),
  match: (form, event, { facts }) => {
    const paths = pathsOf(form);
    const change = event.data.changes?.find(
      ({ field, old, new: now }) =>
        paths.includes(field) &&
        (form['from'] === undefined || isOneOf(old, form['from'] as unknown[], facts)) &&
        (form['to'] === undefined || isOneOf(now, form['to'] as unknown[], facts)),
    );
    return change === undefined
      ? []
      : [{ episode: `${event.id}:${change.field}`, extra: { field: change.field, old: change.old, new: change.new } }];
  },
};

function pathsOf(form: Readonly<Record<string, unknown>>): readonly string[] {
  // The shape is `oneOrMany` of paths: always a list of strings.
  return (form['changed'] ?? []) as readonly string[];
}
