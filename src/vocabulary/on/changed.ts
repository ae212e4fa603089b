import { shapes } from '../../language/shape.js';
import type { ProjectFacts } from '../../language/scope.js';
import type { Change } from '../../model/event.js';
import type { FormWord } from '../meaning.js';
import { variablesOfEntity } from './common.js';
import { worldPath } from './path.js';
import { isOneOf, valuesShape } from './values.js';

export const changed: FormWord = {
  name: 'changed',
  doc: 'The field got another value: the edge, never the level. Creation is no change; list `event: order.created` beside it.',
  example: '{changed: order.status, from: new, to: [no-answer-1, {group: cancel}]}',
  value: shapes.oneOrMany(
    shapes.path(undefined, { whole: true }),
    'One field, or a list of them: of several that one event changes, the first starts it, once; `order`: any field of it.',
  ),
  siblings: {
    from: valuesShape('The value before.'),
    to: valuesShape('The value after.'),
  },
  scope: (form) => variablesOfEntity(pathsOf(form)[0] ?? 'order'),
  listens: (form) => {
    const fields = pathsOf(form).map((path) => `changed:${worldPath(path)}`);
    const to = form['to'];
    // Those that wait for certain values need not be asked about others.
    return Array.isArray(to) && to.every((value) => typeof value === 'string')
      ? fields.flatMap((field) => to.map((value) => `${field}=${value}`))
      : fields;
  },
  match: (form, event, { facts }) => {
    for (const change of event.data.changes ?? [])
      for (const path of pathsOf(form))
        if (isAbout(change.field, worldPath(path)) && fits(form, change, facts))
          return [{ episode: `${event.id}:${change.field}`, extra: { field: path, old: change.old, new: change.new } }];
    return [];
  },
};

/** A field, or a part of it: another city is another address. */
function isAbout(field: string, path: string): boolean {
  return field === path || (field.startsWith(path) && field[path.length] === '.');
}

function fits({ from, to }: Readonly<Record<string, unknown>>, change: Change, facts: ProjectFacts): boolean {
  // The shape of both is a list.
  return (
    (from === undefined || isOneOf(change.old, from as unknown[], facts)) &&
    (to === undefined || isOneOf(change.new, to as unknown[], facts))
  );
}

function pathsOf(form: Readonly<Record<string, unknown>>): readonly string[] {
  // The shape is `oneOrMany` of paths: always a list of strings.
  return (form['changed'] ?? []) as readonly string[];
}
