import { shapes } from '../../language/shape.js';
import { any, timestamp } from '../../language/valueType.js';
import { parseDuration } from '../../model/duration.js';
import { instant, parseInstant, type Instant } from '../../model/instant.js';
import {
  addToLocal,
  formatLocal,
  fromLocal,
  localTime,
  parseClock,
  parseLocal,
  startOfDay,
  toLocal,
  type LocalTime,
} from '../../model/zone.js';
import type { FormWord } from '../meaning/form.js';
import { variablesOfEntity } from './common.js';

export const date: FormWord = {
  name: 'date',
  doc: 'A moment derived from data; it moves when the data moves, and without data there is none. One that is past already when it becomes known comes at once, as a late one does; `where` keeps it out. 29 February counts as 1 March in other years.',
  example: '{date: =customer.birthday, offset: -7d, at: "11:00", yearly: true}',
  value: shapes.value(shapes.moment(), timestamp, 'An expression that gives a date.'),
  siblings: {
    offset: shapes.duration({ doc: 'So long after it, or before it.', signed: true }),
    at: shapes.time('At this local time of that day.'),
    yearly: shapes.boolean('Every year again.'),
  },
  scope: (form) => ({ ...variablesOfEntity(subjectOf(form)), entry: any }),
  deadline: {
    subject: subjectOf,
    due: (form, subject, { now, zone: accountZone }) => {
      const value = subject.evaluate(['date']);
      const moment = localOf(value, subject.zone(), accountZone);
      if (moment === undefined) return undefined;
      // Who moves to another zone has the same date still.
      const episode = localOf(value, accountZone, accountZone) ?? moment;
      const shift = (face: LocalTime): Instant => {
        const offset = typeof form['offset'] === 'string' ? parseDuration(form['offset']) : undefined;
        const clock = typeof form['at'] === 'string' ? parseClock(form['at']) : undefined;
        const moved = offset?.clock === 'calendar' ? addToLocal(face, offset.months, offset.days) : face;
        const timed = clock === undefined ? moved : localTime(startOfDay(moved) + clock);
        return instant(fromLocal(subject.zone(), timed) + (offset?.clock === 'elapsed' ? offset.milliseconds : 0));
      };
      if (form['yearly'] !== true) return { due: shift(moment), episode: formatLocal(episode) };
      const thisYear = new Date(now).getUTCFullYear();
      for (let year = thisYear - 1; year <= thisYear + 2; year++) {
        const face = inYear(moment, year);
        const due = shift(face);
        if (due > now || due === now) return { due, episode: formatLocal(inYear(episode, year)) };
      }
      return undefined;
    },
  },
};

/** Data of an order when the expression reads one, else of the customer. */
function subjectOf(form: Readonly<Record<string, unknown>>): 'order' | 'customer' {
  return /(^|[^.\w])(order|item|payment|delivery)\./.test(String(form['date'])) ? 'order' : 'customer';
}

function localOf(value: unknown, zone: string, accountZone: string): LocalTime | undefined {
  if (typeof value === 'number') return toLocal(zone, instant(value));
  if (typeof value !== 'string') return undefined;
  const local = parseLocal(value);
  if (local !== undefined) return value.length === 10 ? local : toLocal(zone, fromLocal(accountZone, local));
  const at = parseInstant(value);
  return at === undefined ? undefined : toLocal(zone, at);
}

function inYear(face: LocalTime, year: number): LocalTime {
  const date = new Date(face);
  // Date.UTC carries 29 February over to 1 March where the year has none.
  return localTime(Date.UTC(year, date.getUTCMonth(), date.getUTCDate()) + (face - startOfDay(face)));
}
