import type { Duration } from '../../model/duration.js';
import { instant, type Instant } from '../../model/instant.js';
import { isOnCalendar } from '../moment.js';
import { addToLocal, day, fromLocal, toLocal } from '../../model/zone.js';

/** Mean length of a calendar month in the Gregorian calendar, in days. */
const meanMonth = 30.436875;

/** Milliseconds of a duration; calendar ones by their mean length, to compare one length with another. */
export function lengthOf(duration: Duration): number {
  return duration.clock === 'elapsed' ? duration.milliseconds : (duration.months * meanMonth + duration.days) * day;
}

/**
 * Calendar units are counted on the zone's clock face; the result becomes an instant once, last. `undefined` where
 * there is no calendar any more.
 */
export function addDuration(at: Instant, duration: Duration, zone: string): Instant | undefined {
  if (!isOnCalendar(at) || !isOnCalendar(at + lengthOf(duration))) return undefined;
  if (duration.clock === 'elapsed') return instant(at + duration.milliseconds);
  return fromLocal(zone, addToLocal(toLocal(zone, at), duration.months, duration.days));
}

export function elapsed(milliseconds: number): Duration {
  return { clock: 'elapsed', milliseconds };
}

export function negate(duration: Duration): Duration {
  return scale(duration, -1);
}

/** The clocks are never mixed: `undefined` for days and hours in one duration. */
export function sumOf(a: Duration, b: Duration): Duration | undefined {
  if (a.clock === 'elapsed' && b.clock === 'elapsed') return elapsed(a.milliseconds + b.milliseconds);
  if (a.clock === 'calendar' && b.clock === 'calendar')
    return { clock: 'calendar', months: a.months + b.months, days: a.days + b.days };
  return undefined;
}

/** Parts of a calendar day are hours, so a calendar duration that does not stay whole becomes elapsed time. */
export function scale(duration: Duration, by: number): Duration {
  if (duration.clock === 'elapsed') return elapsed(duration.milliseconds * by);
  const months = duration.months * by;
  const days = duration.days * by;
  if (Number.isInteger(months) && Number.isInteger(days)) return { clock: 'calendar', months, days };
  return elapsed(lengthOf(duration) * by);
}
