import type { Duration } from './duration.js';
import { instant, type Instant } from './instant.js';
import {
  addToLocal,
  day,
  fromLocal,
  localTime,
  parseClock,
  parseLocal,
  startOfDay,
  toLocal,
  type LocalTime,
} from './zone.js';

/** Working time of a Calendar resource, in its own zone. */
export interface Calendar {
  readonly code: string;
  readonly zone: string;
  isOpen(at: Instant): boolean;
  /** `at` itself when open, else the next opening; `undefined` when none within two years. */
  nextOpen(at: Instant): Instant | undefined;
  /**
   * Elapsed durations count working time only; a count that ends exactly at closing is due at closing. Calendar
   * durations count working days: same time of day, moved into working time (docs/language.md#say-how-long).
   */
  add(at: Instant, duration: Duration): Instant | undefined;
  /** Working milliseconds between two moments; negative when `to` lies before `from`. */
  workingBetween(from: Instant, to: Instant): number;
}

/** A Calendar resource's own fields (vocabulary/kinds/calendar.ts). */
export interface CalendarSpec {
  readonly timezone?: string;
  readonly week: Readonly<Record<string, string | readonly string[]>>;
  readonly breaks?: Readonly<Record<string, string | readonly string[]>>;
  readonly holidays?: readonly (string | { readonly from: string; readonly to: string })[];
  readonly workdays?: readonly (string | { readonly date: string; readonly hours: string | readonly string[] })[];
}

/** Open from `start` to `end`, both milliseconds since the day's midnight; `end` may pass midnight. */
interface Opening {
  readonly start: number;
  readonly end: number;
}

const searchDays = 731;
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export function buildCalendar(code: string, spec: CalendarSpec, accountZone: string): Calendar {
  const zone = spec.timezone ?? accountZone;
  const week = openingsOfWeek(spec);
  const exceptions = exceptionsOf(spec, week);

  /** Never on what is no date any more. */
  const openingsOn = (date: LocalTime): readonly Opening[] =>
    exceptions.get(date) ?? (Math.abs(date) < lastDate ? week[weekdayOf(date)]! : []);
  const spansOn = (date: LocalTime): readonly { readonly from: Instant; readonly to: Instant }[] =>
    openingsOn(date)
      .map(({ start, end }) => ({
        from: fromLocal(zone, localTime(date + start)),
        to: fromLocal(zone, localTime(date + end)),
      }))
      .filter(({ from, to }) => from < to);
  const dateOf = (at: Instant): LocalTime => startOfDay(toLocal(zone, at));
  const daysFrom = function* (date: LocalTime): Generator<LocalTime> {
    for (let count = 0; count < searchDays; count++) yield localTime(date + count * day);
  };

  const nextOpen = (at: Instant): Instant | undefined => {
    for (const date of daysFrom(localTime(dateOf(at) - day)))
      for (const { from, to } of spansOn(date)) if (to > at) return from > at ? from : at;
    return undefined;
  };
  const addElapsed = (at: Instant, milliseconds: number): Instant | undefined => {
    let rest = milliseconds;
    for (const date of daysFrom(localTime(dateOf(at) - day)))
      for (const { from, to } of spansOn(date)) {
        const begin = Math.max(from, at);
        if (begin >= to) continue;
        if (rest <= to - begin) return instant(begin + rest);
        rest -= to - begin;
      }
    return undefined;
  };
  const addDays = (at: Instant, months: number, days: number): Instant | undefined => {
    const local = addToLocal(toLocal(zone, at), months, 0);
    let date = startOfDay(local);
    for (let left = days, searched = 0; left > 0; searched++) {
      if (searched > searchDays) return undefined;
      date = localTime(date + day);
      if (openingsOn(date).length > 0) left--;
    }
    return nextOpen(fromLocal(zone, localTime(date + (local - startOfDay(local)))));
  };
  const workingForward = (from: Instant, to: Instant): number => {
    let sum = 0;
    for (let date = localTime(dateOf(from) - day); date <= to + day; date = localTime(date + day))
      for (const span of spansOn(date)) sum += Math.max(0, Math.min(span.to, to) - Math.max(span.from, from));
    return sum;
  };

  return {
    code,
    zone,
    nextOpen,
    isOpen: (at) => nextOpen(at) === at,
    add(at, duration) {
      const moment =
        duration.clock === 'elapsed'
          ? addElapsed(at, duration.milliseconds)
          : addDays(at, duration.months, duration.days);
      // What no date can tell is no moment.
      return moment !== undefined && Math.abs(moment) <= lastDate ? moment : undefined;
    },
    workingBetween: (from, to) => (from <= to ? workingForward(from, to) : -workingForward(to, from)),
  };
}

/** Of ECMAScript, in milliseconds before and after 1970. */
const lastDate = 8.64e15;

function openingsOfWeek(spec: CalendarSpec): readonly (readonly Opening[])[] {
  const open = weekdays.map((): Opening[] => []);
  for (const [days, hours] of Object.entries(spec.week))
    for (const index of weekdaysOf(days) ?? []) open[index] = hoursOf(hours);
  for (const [days, hours] of Object.entries(spec.breaks ?? {}))
    for (const index of weekdaysOf(days) ?? []) open[index] = hoursOf(hours).reduce(without, open[index]!);
  return open;
}

/** `mon-fri`, `sat`, `mon,wed` → indices from Monday; `undefined` when it names no days. */
function weekdaysOf(text: string): readonly number[] | undefined {
  const found: number[] = [];
  for (const part of text.split(',')) {
    const [first, last = first] = part.trim().split('-');
    const from = (weekdays as readonly string[]).indexOf(first ?? '');
    const to = (weekdays as readonly string[]).indexOf(last ?? '');
    if (from < 0 || to < 0) return undefined;
    for (let index = from; ; index = (index + 1) % 7) {
      found.push(index);
      if (index === to) break;
    }
  }
  return found;
}

/** `09:00-18:00` or a list of such; an end that is not after the start lies on the next day. */
function hoursOf(hours: string | readonly string[]): Opening[] {
  return (typeof hours === 'string' ? [hours] : [...hours])
    .map((text) => {
      const [start, end] = text.split('-').map((clock) => parseClock(clock.trim())) as [
        number | undefined,
        number | undefined,
      ];
      return start === undefined || end === undefined ? undefined : { start, end: end > start ? end : end + day };
    })
    .filter((opening) => opening !== undefined)
    .sort((a, b) => a.start - b.start);
}

function without(open: readonly Opening[], pause: Opening): Opening[] {
  return open.flatMap(({ start, end }) =>
    [
      { start, end: Math.min(end, pause.start) },
      { start: Math.max(start, pause.end), end },
    ].filter((part) => part.start < part.end),
  );
}

function exceptionsOf(
  spec: CalendarSpec,
  week: readonly (readonly Opening[])[],
): ReadonlyMap<LocalTime, readonly Opening[]> {
  const exceptions = new Map<LocalTime, readonly Opening[]>();
  for (const holiday of spec.holidays ?? []) {
    const [from, to] = typeof holiday === 'string' ? [holiday, holiday] : [holiday.from, holiday.to];
    const last = parseLocal(to) ?? localTime(0);
    for (let date = parseLocal(from) ?? localTime(1); date <= last; date = localTime(date + day))
      exceptions.set(date, []);
  }
  for (const workday of spec.workdays ?? []) {
    const date = parseLocal(typeof workday === 'string' ? workday : workday.date);
    if (date === undefined) continue;
    exceptions.set(date, typeof workday === 'string' ? usualOpenings(week, weekdayOf(date)) : hoursOf(workday.hours));
  }
  return exceptions;
}

/** A moved working day keeps the hours of its weekday, or of the first working weekday when its own is free. */
function usualOpenings(week: readonly (readonly Opening[])[], weekday: number): readonly Opening[] {
  return week[weekday]!.length > 0 ? week[weekday]! : (week.find((openings) => openings.length > 0) ?? []);
}

function weekdayOf(date: LocalTime): number {
  return (new Date(date).getUTCDay() + 6) % 7;
}
