import { shapes } from '../../language/shape.js';
import type { ProjectFacts } from '../../language/scope.js';
import { timestamp } from '../../language/valueType.js';
import { formatInstant, type Instant } from '../../model/instant.js';
import { addSpan, spanOf } from '../../model/span.js';
import { parseClock } from '../../model/zone.js';
import type { Deadline, DeadlineSubject, FormWord } from '../meaning/form.js';
import { variablesOfEntity } from './common.js';
import { entityOfPath, fieldOfPath } from './path.js';
import { isOneOf, valuesShape } from './values.js';

export const held: FormWord = {
  name: 'held',
  doc: 'The value stood unchanged for that long, counted from its change or the creation. On a timestamp field: nothing happened for that long. `event.since` is the moment from which it is counted.',
  example: '{held: order.status, is: at-pickup, for: 3d, at: "11:00"}',
  value: shapes.path('The field.'),
  siblings: {
    is: valuesShape('The value that must stand; without it any value.'),
    for: shapes.duration({ doc: 'How long.', working: true }),
    at: shapes.time('The first such local time after it.'),
  },
  required: ['for'],
  scope: (form) => variablesOfEntity(String(form['held']), { since: timestamp }),
  deadline: {
    subject: (form) => entityOfPath(String(form['held'])),
    watches: (form) => String(form['held']),
    due: (form, subject, { facts }) => {
      const field = fieldOfPath(String(form['held']));
      const anchor = form['is'] === undefined ? subject.moment(field) : undefined;
      const value = anchor ?? subject.value(field);
      if (value === undefined || value === null) return undefined;
      if (form['is'] !== undefined && !isOneOf(value, form['is'] as unknown[], facts)) return undefined;
      return lapse(form, subject, anchor ?? subject.since(field), facts);
    },
  },
};

/** So long after the moment from which it is counted. */
function lapse(form: Spec, subject: DeadlineSubject, from: Instant, { calendars }: ProjectFacts): Deadline | undefined {
  const span = spanOf(subject.evaluate(['for']));
  const due = span && addSpan(from, span, { zone: subject.zone(), calendars }, clockOf(form['at']));
  return due === undefined ? undefined : { due, episode: formatInstant(from) };
}

type Spec = Readonly<Record<string, unknown>>;

function clockOf(at: unknown): number | undefined {
  return typeof at === 'string' ? parseClock(at) : undefined;
}
