import type { FunctionWord, ObjectWord } from '../../language/scope.js';
import { number, object, string, timestamp } from '../../language/valueType.js';
import { instant } from '../../model/instant.js';
import { formatLocal, toLocal } from '../../model/zone.js';
import { zoneOf } from '../zoneOf.js';

/** The clock on the wall at a moment. */
const localTimeObject: ObjectWord = {
  name: 'localTime',
  doc: 'What clock and calendar on a wall show.',
  fields: {
    year: { type: number, doc: 'Year.' },
    month: { type: number, doc: 'Month, 1 to 12.' },
    day: { type: number, doc: 'Day of the month, from 1.' },
    weekday: { type: number, doc: 'Day of the week, 1 is Monday, 7 is Sunday.' },
    hour: { type: number, doc: 'Hour, 0 to 23.' },
    minute: { type: number, doc: 'Minute.' },
    date: { type: string, doc: '`2026-03-02`: dates compare as text.' },
    time: { type: string, doc: '`09:30`: times of a day compare as text.' },
  },
};

export const localTime: FunctionWord = {
  name: 'localTime',
  doc: 'A moment on the clock of the customer, or of the account when nobody knows the customer’s zone.',
  example: 'localTime(customer, now).hour >= 10',
  overloads: [
    { parameters: [object('customer'), timestamp], result: object('localTime') },
    { parameters: [timestamp], result: object('localTime') },
  ],
  objects: [localTimeObject],
  evaluate: (args, ambient) => {
    const at = args.at(-1);
    return typeof at === 'number'
      ? faceOf(at, args.length > 1 ? zoneOf({ customer: args[0] }, ambient) : ambient.zone)
      : undefined;
  },
};

function faceOf(at: number, zone: string): Readonly<Record<string, unknown>> {
  const text = formatLocal(toLocal(zone, instant(at)));
  const date = text.slice(0, 10);
  return {
    year: Number(text.slice(0, 4)),
    month: Number(text.slice(5, 7)),
    day: Number(text.slice(8, 10)),
    weekday: ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1,
    hour: Number(text.slice(11, 13)),
    minute: Number(text.slice(14, 16)),
    date,
    time: text.slice(11, 16),
  };
}
