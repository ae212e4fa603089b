import { shapes } from '../../language/shape.js';
import type { Entity, ProjectFacts, WorldView } from '../../language/scope.js';
import { object } from '../../language/valueType.js';
import type { Change, Event } from '../../model/event.js';
import { isObject } from '../../model/json.js';
import type { FormWord, Match } from '../meaning/form.js';
import { variablesOfEntity } from './common.js';
import { changedPart, partOfPath, worldPath } from './path.js';
import { isOneOf, valuesShape } from './values.js';

export const changed: FormWord = {
  name: 'changed',
  doc: 'The field got another value: the edge, never the level. Creation is no change; list `event: order.created` beside it. Of a field of a payment, a line or the delivery, the one that changed stands in scope as `payment`, `item`, `delivery`.',
  example: '{changed: order.status, from: new, to: [no-answer-1, {group: cancel}]}',
  value: shapes.oneOrMany(
    shapes.path(undefined, { whole: true }),
    'One field, or a list of them: of several that one event changes, the first starts it, once; `order`: any field of it.',
  ),
  siblings: {
    from: valuesShape('The value before.'),
    to: valuesShape('The value after.'),
  },
  scope: (form) => {
    const part = partOf(form);
    const changed = part === undefined ? {} : { [part]: object(part) };
    return { ...variablesOfEntity(pathsOf(form)[0] ?? 'order', changed), ...changed };
  },
  brings: (form) => {
    const part = partOf(form);
    return part === undefined ? [] : [part];
  },
  listens: (form) => {
    const fields = pathsOf(form).map((path) => `changed:${worldPath(path)}`);
    const to = form['to'];
    // Those that wait for certain values need not be asked about others.
    return Array.isArray(to) && to.every((value) => typeof value === 'string')
      ? fields.flatMap((field) => to.map((value) => `${field}=${value}`))
      : fields;
  },
  match: (form, event, { facts, world }) => {
    const part = partOf(form);
    const matches: Match[] = [];
    for (const change of event.data.changes ?? [])
      for (const path of pathsOf(form)) {
        if (!isAbout(change.field, worldPath(path)) || !fits(form, change, facts)) continue;
        const { old, new: now } = change;
        const about = part === undefined ? {} : changedPart(change, orderOf(event, world));
        matches.push({ episode: `${event.id}:${change.field}`, extra: { field: path, old, new: now, ...about } });
        if (part === undefined) return matches;
      }
    return matches;
  },
};

/** The one of an order that all its fields are fields of. */
function partOf(form: Readonly<Record<string, unknown>>): ReturnType<typeof partOfPath> {
  const [part, ...others] = new Set(pathsOf(form).map(partOfPath));
  return others.length === 0 ? part : undefined;
}

function orderOf({ data: { order } }: Event, world: WorldView): Entity | undefined {
  const id = isObject(order) ? order['id'] : undefined;
  return id === undefined ? undefined : world.order(String(id));
}

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
