import { shapes } from '../../language/shape.js';
import { timestamp } from '../../language/valueType.js';
import { formatInstant } from '../../model/instant.js';
import { addSpan, spanOf } from '../../model/span.js';
import type { FormWord } from '../meaning/form.js';
import { variablesOfEntity } from './common.js';
import { isOneOf, valuesShape } from './values.js';

export const overdue: FormWord = {
  name: 'overdue',
  doc: 'The order stood in its status longer than the `limit` that its StatusGroup gives, counted in the group’s working time. `event.since` is when it came into it.',
  example: '{overdue: order.status, is: {group: no-answer}}',
  value: shapes.choice(['order.status'], 'The field with limits.'),
  siblings: { is: valuesShape('Only these statuses.') },
  scope: () => variablesOfEntity('order.status', { since: timestamp }),
  deadline: {
    subject: () => 'order',
    watches: () => 'order.status',
    due: (form, subject, { facts }) => {
      const status = String(subject.entity['status'] ?? '');
      if (form['is'] !== undefined && !isOneOf(status, form['is'] as unknown[], facts)) return undefined;
      const span = spanOf(facts.statusLimit(status));
      if (span === undefined) return undefined;
      const anchor = subject.since('status');
      const due = addSpan(anchor, span, { zone: subject.zone(), calendars: facts.calendars });
      return due === undefined ? undefined : { due, episode: formatInstant(anchor) };
    },
  },
};
