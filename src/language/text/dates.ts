import {
  addToLocal,
  day,
  fromLocal,
  hour,
  localTime,
  minute,
  offsetAt,
  startOfDay,
  toLocal,
} from '../../model/zone.js';
import type { LocalTime } from '../../model/zone.js';
import type { Instant } from '../../model/instant.js';
import { instant } from '../../model/instant.js';

/** A moment in the letters of PHP's `date`: `d.m.Y H:i`; `\` takes the next character as it is. */
export function formatDate(at: Instant, format: string, zone: string): string {
  const local = toLocal(zone, at);
  const parts: Parts = { date: new Date(local), at, zone };
  let text = '';
  for (let index = 0; index < format.length; index++) {
    const letter = format[index]!;
    if (letter === '\\') text += format[++index] ?? '';
    else text += letters[letter]?.(parts) ?? letter;
  }
  return text;
}

interface Parts {
  /** The local clock face, read by its UTC methods. */
  readonly date: Date;
  readonly at: Instant;
  readonly zone: string;
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const two = (count: number): string => String(count).padStart(2, '0');
const twelve = (hours: number): number => hours % 12 || 12;

const letters: Readonly<Record<string, (parts: Parts) => string>> = {
  d: ({ date }) => two(date.getUTCDate()),
  j: ({ date }) => String(date.getUTCDate()),
  D: ({ date }) => weekdays[date.getUTCDay()]!.slice(0, 3),
  l: ({ date }) => weekdays[date.getUTCDay()]!,
  N: ({ date }) => String(date.getUTCDay() || 7),
  w: ({ date }) => String(date.getUTCDay()),
  S: ({ date }) => suffix(date.getUTCDate()),
  z: ({ date }) => String(dayOfYear(date)),
  W: ({ date }) => two(isoWeek(date).week),
  o: ({ date }) => String(isoWeek(date).year),
  F: ({ date }) => months[date.getUTCMonth()]!,
  M: ({ date }) => months[date.getUTCMonth()]!.slice(0, 3),
  m: ({ date }) => two(date.getUTCMonth() + 1),
  n: ({ date }) => String(date.getUTCMonth() + 1),
  t: ({ date }) => String(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()),
  L: ({ date }) => (new Date(Date.UTC(date.getUTCFullYear(), 1, 29)).getUTCMonth() === 1 ? '1' : '0'),
  Y: ({ date }) => String(date.getUTCFullYear()),
  y: ({ date }) => two(date.getUTCFullYear() % 100),
  a: ({ date }) => (date.getUTCHours() < 12 ? 'am' : 'pm'),
  A: ({ date }) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  g: ({ date }) => String(twelve(date.getUTCHours())),
  G: ({ date }) => String(date.getUTCHours()),
  h: ({ date }) => two(twelve(date.getUTCHours())),
  H: ({ date }) => two(date.getUTCHours()),
  i: ({ date }) => two(date.getUTCMinutes()),
  s: ({ date }) => two(date.getUTCSeconds()),
  v: ({ date }) => String(date.getUTCMilliseconds()).padStart(3, '0'),
  u: ({ date }) => `${String(date.getUTCMilliseconds()).padStart(3, '0')}000`,
  e: ({ zone }) => zone,
  P: (parts) => offset(parts, ':'),
  O: (parts) => offset(parts, ''),
  U: ({ at }) => String(Math.floor(at / 1000)),
  c: ({ at, zone }) => formatDate(at, 'Y-m-d\\TH:i:sP', zone),
  r: ({ at, zone }) => formatDate(at, 'D, d M Y H:i:s O', zone),
};

function suffix(dayOfMonth: number): string {
  if (dayOfMonth >= 11 && dayOfMonth <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][dayOfMonth % 10] ?? 'th';
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / day);
}

/** The week of the Thursday (ISO 8601). */
function isoWeek(date: Date): { readonly year: number; readonly week: number } {
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * day);
  return { year: thursday.getUTCFullYear(), week: Math.floor(dayOfYear(thursday) / 7) + 1 };
}

function offset({ zone, at }: Parts, separator: string): string {
  const minutes = Math.round(offsetAt(zone, at) / minute);
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${separator}${two(size % 60)}`;
}

/**
 * A change of a moment in the words of PHP's `strtotime`: `+1 day`, `-2 weeks 3 hours`, `tomorrow 10:00`,
 * `first day of next month`, `monday`. Days and longer keep the local clock. `undefined`: cannot be read.
 */
export function modifyDate(at: Instant, words: string, zone: string): Instant | undefined {
  let local = toLocal(zone, at);
  let elapsed = 0;
  let rest = words.trim().toLowerCase();
  if (rest === '') return undefined;
  while (rest !== '') {
    const found = changes.find(({ pattern }) => pattern.test(rest));
    if (!found) return undefined;
    const match = found.pattern.exec(rest)!;
    const change = found.apply(local, match);
    local = change.local ?? local;
    elapsed += change.elapsed ?? 0;
    rest = rest.slice(match[0].length).trim();
  }
  return instant(fromLocal(zone, local) + elapsed);
}

/** Words that change the local clock face, or add elapsed time to the result. */
interface Words {
  readonly pattern: RegExp;
  readonly apply: (
    local: LocalTime,
    match: RegExpExecArray,
  ) => { readonly local?: LocalTime; readonly elapsed?: number };
}

const spans: Readonly<Record<string, number>> = { sec: 1000, second: 1000, min: minute, minute, hour };
const signed = String.raw`^([+-]?\s*\d+|next|last)\s*`;
const countOf = (word: string, ago: string | undefined): number =>
  (word === 'next' ? 1 : word === 'last' ? -1 : Number(word.replace(/\s/g, ''))) * (ago === undefined ? 1 : -1);
const on = (local: LocalTime, clock: number): LocalTime => localTime(startOfDay(local) + clock);

const changes: readonly Words[] = [
  { pattern: /^now\b/, apply: (local) => ({ local }) },
  { pattern: /^(today|midnight)\b/, apply: (local) => ({ local: on(local, 0) }) },
  { pattern: /^noon\b/, apply: (local) => ({ local: on(local, 12 * hour) }) },
  { pattern: /^tomorrow\b/, apply: (local) => ({ local: on(addToLocal(local, 0, 1), 0) }) },
  { pattern: /^yesterday\b/, apply: (local) => ({ local: on(addToLocal(local, 0, -1), 0) }) },
  {
    pattern: /^(first|last) day of\s*(next|last|previous|this)?\s*(month)?\b/,
    apply: (local, match) => ({ local: edgeOfMonth(local, match) }),
  },
  {
    pattern: new RegExp(`${signed}(sec|second|min|minute|hour)s?\\b(\\s+ago\\b)?`),
    apply: (_, [, count, unit, ago]) => ({ elapsed: countOf(count!, ago) * spans[unit!]! }),
  },
  {
    pattern: new RegExp(`${signed}(day|week|fortnight|month|year)s?\\b(\\s+ago\\b)?`),
    apply: (local, [, word, unit, ago]) => {
      const count = countOf(word!, ago);
      return { local: addToLocal(local, count * (monthsOf[unit!] ?? 0), count * (daysOf[unit!] ?? 0)) };
    },
  },
  {
    pattern: /^(next\s+)?(mon|tue|wed|thu|fri|sat|sun)(day|sday|nesday|rsday|urday)?\b/,
    apply: (local, match) => ({ local: toWeekday(local, match) }),
  },
  {
    pattern: /^(\d\d?):(\d\d)(?::(\d\d))?/,
    apply: (local, [, h, m, s]) => ({
      local: on(local, Number(h) * hour + Number(m) * minute + Number(s ?? 0) * 1000),
    }),
  },
];

const monthsOf: Readonly<Record<string, number>> = { month: 1, year: 12 };
const daysOf: Readonly<Record<string, number>> = { day: 1, week: 7, fortnight: 14 };

function edgeOfMonth(local: LocalTime, [, edge, which]: RegExpExecArray): LocalTime {
  const shift = which === 'next' ? 1 : which === 'last' || which === 'previous' ? -1 : 0;
  const first = addToLocal(local, 0, 1 - new Date(local).getUTCDate());
  return edge === 'first' ? addToLocal(first, shift, 0) : addToLocal(addToLocal(first, shift + 1, 0), 0, -1);
}

/** The weekday on or after the date; with `next` after it. Midnight, as in PHP. */
function toWeekday(local: LocalTime, [, next, name]: RegExpExecArray): LocalTime {
  const wanted = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].indexOf(name!);
  const ahead = (wanted - new Date(local).getUTCDay() + 7) % 7;
  return on(addToLocal(local, 0, ahead === 0 && next ? 7 : ahead), 0);
}
