import { shapes } from '../../language/shape.js';
import type { FormWord } from '../meaning.js';
import { variablesOfEvent } from './common.js';

export const event: FormWord = {
  name: 'event',
  doc: 'Each event of this type.',
  example: '{event: review.posted, where: review.score <= 2}',
  value: shapes.event('Name of an event, or `custom.<anything>`.'),
  scope: (form, words) => variablesOfEvent(String(form['event']), words),
  listens: (form) => [String(form['event'])],
  match: (form, event) => (event.type === form['event'] ? [{ episode: event.id }] : []),
};
