import type { FormWord } from '../meaning/form.js';
import { changed } from './changed.js';
import { date } from './date.js';
import { entered } from './entered.js';
import { event } from './event.js';
import { held } from './held.js';
import { left } from './left.js';
import { overdue } from './overdue.js';
import { schedule } from './schedule.js';

/** Trigger forms, in the order in which they are documented. */
export const forms: readonly FormWord[] = [event, changed, held, overdue, date, schedule, entered, left];
