import { shapes } from '../../language/shape.js';
import type { KindWord } from '../word.js';
import { days } from './fields.js';

export const calendar: KindWord = {
  kind: 'Calendar',
  prefix: 'calendar',
  plural: 'calendars',
  doc: 'Working hours, breaks, holidays and moved working days, in one time zone.',
  example: `kind: Calendar
code: office
timezone: Europe/Moscow
week: {mon-fri: "09:00-18:00", sat: "10:00-16:00"}
breaks: {mon-fri: "13:00-14:00"}
holidays: [2026-01-01, {from: 2026-05-01, to: 2026-05-03, name: May}]
workdays: [2026-02-28, {date: 2026-12-31, hours: "09:00-15:00"}]
`,
  shape: shapes.object(
    {
      timezone: shapes.string({ doc: 'IANA zone of the hours. Default: the zone of the account.' }),
      week: shapes.map(shapes.oneOrMany(shapes.hours(), 'Hours of work: one span or several.'), {
        keys: days,
        doc: 'Working hours by day or range of days; a day that is not named is free.',
      }),
      breaks: shapes.map(shapes.oneOrMany(shapes.hours(), 'Breaks: one span or several.'), {
        keys: days,
        doc: 'Pauses that do not count as working time.',
      }),
      holidays: shapes.list(
        shapes.either({
          scalar: shapes.date('One day.'),
          map: shapes.object(
            {
              from: shapes.date('First day.'),
              to: shapes.date('Last day.'),
              name: shapes.string({ doc: 'What the days are, for people.' }),
            },
            { name: 'Holidays', required: ['from', 'to'] },
          ),
        }),
        { doc: 'Free days that would be working days.' },
      ),
      workdays: shapes.list(
        shapes.either({
          scalar: shapes.date(
            'One day, with the hours of its weekday or, when that is free, of the first working weekday.',
          ),
          map: shapes.object(
            { date: shapes.date('The day.'), hours: shapes.oneOrMany(shapes.hours(), 'Its hours.') },
            { name: 'Workday', required: ['date', 'hours'] },
          ),
        }),
        { doc: 'Working days that would be free; stronger than holidays.' },
      ),
    },
    { required: ['week'] },
  ),
  executor: 'runner',
};
