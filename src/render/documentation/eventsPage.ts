import type { EventWord } from '../../vocabulary/word.js';
import { code, table } from './table.js';

/** Every event: what it says, what conditions find in it, and the `data` of an example as a recorded log holds it. */
export function eventsPage(events: readonly EventWord[]): string {
  const subjects = [...new Set(events.map(({ about }) => about))];
  return [
    '# Events',
    '',
    'An event starts a trigger (`on: {event: …}`), ends a wait (`waitFor`), or ends an instance (`exit`). Members of its `data` stand in',
    'scope under their names and below `event`: `review.score` and `event.review.score` are the same value.',
    '',
    'An event marked *raw* is for `waitFor` and `exit` only; a trigger says [`changed:`](kinds.md#changed), `entered:` or `left:` instead.',
    '`custom.<anything>` beside these is yours: its data is not checked. How a log holds events is told in [Operations](operations.md#recorded-logs).',
    ...subjects.flatMap((about) => [
      '',
      `## About ${about}`,
      '',
      ...table(['event', 'meaning', 'objects in scope'], events.filter((event) => event.about === about).map(eventRow)),
      ...events.filter((event) => event.about === about).flatMap(example),
    ]),
    '',
  ].join('\n');
}

function eventRow({ name, doc, carries, members = {}, raw }: EventWord): readonly string[] {
  const objects = Object.entries(carries).map(([member, object]) =>
    member === object ? reference(object) : `${code(member)} (${reference(object)})`,
  );
  const others = Object.entries(members).map(([member, field]) => `${code(member)}: ${field.doc}`);
  return [`${code(name)}${raw === true ? ' *raw*' : ''}`, doc, [...objects, ...others].join(', ')];
}

function reference(object: string): string {
  return `[${object}](objects.md#${object.toLowerCase()})`;
}

function example({ name, example: data }: EventWord): readonly string[] {
  return ['', `Data of ${code(name)}:`, '', '```json', JSON.stringify(data), '```'];
}
