import { instant, type Instant } from './instant.js';
import { remembered } from './remembered.js';

/**
 * Local time of a zone without a formatter in the inner loop: offsets come from a table of transitions that is
 * read out of Intl once per zone and year. A local time is the number of milliseconds that `Date.UTC` gives for its
 * clock face; it becomes an instant once, last (docs/language.md#say-how-long).
 */
declare const localBrand: unique symbol;
export type LocalTime = number & { readonly [localBrand]: 'LocalTime' };

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export function localTime(milliseconds: number): LocalTime {
  return milliseconds as LocalTime;
}

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Whether two names mean one zone: `Asia/Calcutta` is another name of `Asia/Kolkata`. */
export function isSameZone(one: string, other: string): boolean {
  return one === other || (isZone(one) && isZone(other) && usualName(one) === usualName(other));
}

function usualName(zone: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone;
}

/** What the clock on the wall shows. */
export function toLocal(zone: string, at: Instant): LocalTime {
  return localTime(at + offsetAt(zone, at));
}

/**
 * The instant of a clock face. One that is skipped in spring becomes the first valid instant after it; one that
 * occurs twice in autumn is the first (docs/engine.md#time).
 */
export function fromLocal(zone: string, local: LocalTime): Instant {
  const before = offsetAt(zone, instant(local - day));
  const after = offsetAt(zone, instant(local + day));
  if (before === after) return instant(local - before);
  const first = instant(local - Math.max(before, after));
  const second = instant(local - Math.min(before, after));
  if (first + offsetAt(zone, first) === local) return first;
  if (second + offsetAt(zone, second) === local) return second;
  return changeAfter(zone, first) ?? second;
}

/** The instant of a clock face that is not before a moment: where the clock was put back, the second if the first is. */
export function fromLocalSince(zone: string, local: LocalTime, from: Instant): Instant {
  const first = fromLocal(zone, local);
  return first >= from ? first : (secondFromLocal(zone, local) ?? first);
}

/** The second instant of a clock face that occurs twice. */
function secondFromLocal(zone: string, local: LocalTime): Instant | undefined {
  const offset = offsetAt(zone, instant(local + day));
  const second = instant(local - offset);
  return offset < offsetAt(zone, instant(local - day)) && offsetAt(zone, second) === offset ? second : undefined;
}

/** Midnight at the beginning of the local day. */
export function startOfDay(local: LocalTime): LocalTime {
  return localTime(Math.floor(local / day) * day);
}

/** Adds calendar months, then days, keeping the clock: 31 January + 1 month is the last day of February. */
export function addToLocal(local: LocalTime, months: number, days: number): LocalTime {
  if (months === 0) return localTime(local + days * day);
  const clock = local - startOfDay(local);
  const date = new Date(local);
  const target = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
  const year = Math.floor(target / 12);
  const month = target - year * 12;
  const dayOfMonth = Math.min(date.getUTCDate(), daysInMonth(year, month));
  return localTime(Date.UTC(year, month, dayOfMonth) + days * day + clock);
}

/** The first moment at this clock time (milliseconds since midnight) that is not before `local`. */
export function nextClock(local: LocalTime, clock: number): LocalTime {
  const today = startOfDay(local) + clock;
  return localTime(today >= local ? today : today + day);
}

/** `HH:MM` → milliseconds since midnight; `24:00` is the end of the day. */
export const parseClock = remembered((text: string): number | undefined => {
  const match = /^(\d\d?):(\d\d)$/.exec(text);
  if (!match) return undefined;
  const hours = Number(match[1]);
  const minutes = Number(match[2]);
  if (minutes > 59 || hours > 24 || (hours === 24 && minutes > 0)) return undefined;
  return hours * hour + minutes * minute;
});

const localPattern = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?$/;

/** Reads `YYYY-MM-DD`, `YYYY-MM-DD HH:MM` or `YYYY-MM-DD HH:MM:SS`; impossible dates are `undefined`. */
export function parseLocal(text: string): LocalTime | undefined {
  const match = localPattern.exec(text);
  if (!match) return undefined;
  const [year, month, dayOfMonth, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const date = Date.UTC(year, month - 1, dayOfMonth);
  const read = new Date(date);
  if (
    read.getUTCMonth() !== month - 1 ||
    read.getUTCDate() !== dayOfMonth ||
    hours > 23 ||
    minutes > 59 ||
    seconds > 59
  )
    return undefined;
  return localTime(date + hours * hour + minutes * minute + seconds * 1000);
}

/** `YYYY-MM-DD HH:MM:SS`, as the CRM writes times. */
export function formatLocal(local: LocalTime): string {
  return new Date(local).toISOString().slice(0, 19).replace('T', ' ');
}

/** Milliseconds to add to UTC. */
export function offsetAt(zone: string, at: Instant): number {
  const table = tableOf(zone);
  if (at >= table.from && at < table.to) return table.offset;
  const known = withinCalendar(at);
  const year = new Date(known).getUTCFullYear();
  const transitions = transitionsOf(table, year);
  let from = Date.UTC(year, 0, 1);
  let offset = transitions.initial;
  let to = Date.UTC(year + 1, 0, 1);
  for (const transition of transitions.changes) {
    if (transition.at > known) {
      to = transition.at;
      break;
    }
    from = transition.at;
    offset = transition.offset;
  }
  table.from = from;
  table.to = to;
  table.offset = offset;
  return offset;
}

const [firstMoment, lastMoment] = [Date.parse('0100-01-02T00:00:00Z'), Date.parse('9999-12-30T00:00:00Z')];

/** Before and after the years that a text can name the nearest of their rules hold; a moment that is none has some offset, too. */
function withinCalendar(at: Instant): number {
  return Number.isNaN(at) ? 0 : Math.min(Math.max(at, firstMoment), lastMoment);
}

interface ZoneTable {
  readonly format: Intl.DateTimeFormat;
  readonly years: Map<number, YearTable>;
  /** The stretch of the last answer: most questions fall into it again. */
  from: number;
  to: number;
  offset: number;
}
interface YearTable {
  readonly initial: number;
  readonly changes: readonly { readonly at: Instant; readonly offset: number }[];
}

const tables = new Map<string, ZoneTable>();

function tableOf(zone: string): ZoneTable {
  let table = tables.get(zone);
  if (table === undefined) {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    table = { format, years: new Map(), from: 0, to: 0, offset: 0 };
    tables.set(zone, table);
  }
  return table;
}

function transitionsOf(table: ZoneTable, year: number): YearTable {
  let known = table.years.get(year);
  if (known === undefined) {
    known = readYear(table, year);
    table.years.set(year, known);
  }
  return known;
}

/** A change at the very beginning of a year belongs to it: it starts with what held before. */
function readYear(table: ZoneTable, year: number): YearTable {
  const end = Date.UTC(year + 1, 0, 1);
  let at = Date.UTC(year, 0, 1) - 1000;
  let offset = readOffset(table, at);
  const initial = offset;
  const changes: { at: Instant; offset: number }[] = [];
  while (at < end) {
    const next = Math.min(at + day, end);
    const nextOffset = readOffset(table, next);
    if (nextOffset !== offset) {
      const change = findChange(table, at, next, offset);
      if (change < end) changes.push({ at: change, offset: nextOffset });
    }
    at = next;
    offset = nextOffset;
  }
  return { initial, changes };
}

function findChange(table: ZoneTable, from: number, to: number, offset: number): Instant {
  let low = from;
  let high = to;
  while (high - low > 1000) {
    const middle = low + Math.floor((high - low) / 2000) * 1000;
    if (readOffset(table, middle) === offset) low = middle;
    else high = middle;
  }
  return instant(high);
}

function readOffset(table: ZoneTable, at: number): number {
  const fields: Record<string, number> = {};
  for (const { type, value } of table.format.formatToParts(at)) if (type !== 'literal') fields[type] = Number(value);
  return (
    Date.UTC(
      fields['year']!,
      fields['month']! - 1,
      fields['day']!,
      fields['hour']!,
      fields['minute']!,
      fields['second']!,
    ) - at
  );
}

/** When the zone is put forward or back next, in this year or the one after it. */
export function changeAfter(zone: string, after: Instant): Instant | undefined {
  const table = tableOf(zone);
  const year = new Date(after).getUTCFullYear();
  return [year, year + 1].flatMap((each) => transitionsOf(table, each).changes).find((change) => change.at > after)?.at;
}

/** Months count from 0. */
export function daysInMonth(year: number, month: number): number {
  if (month === 1) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 3 || month === 5 || month === 8 || month === 10 ? 30 : 31;
}
