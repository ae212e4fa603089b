import { shapes } from '../../language/shape.js';
import { nextCron } from '../../model/cron.js';
import type { FormWord } from '../meaning/form.js';
import { variablesOfClock } from './common.js';

export const schedule: FormWord = {
  name: 'schedule',
  doc: 'By the clock, in the account’s time zone: five cron fields.',
  example: '{schedule: "0 11 * * TUE", each: segment("sleeping")}',
  value: shapes.cron('minute hour day-of-month month day-of-week'),
  siblings: {
    missed: shapes.choice(
      ['coalesce', 'skip', 'each'],
      'Runs that were due while nobody ran (more than a minute before the runner came to them): one for all (default), none, or each.',
    ),
  },
  scope: () => variablesOfClock,
  schedule: { next: (form, after, zone) => nextCron(String(form['schedule']), after, zone) },
};
