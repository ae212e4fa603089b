import { instant, type Instant } from './instant.js';
import {
  addToLocal,
  changeAfter,
  day,
  daysInMonth,
  fromLocal,
  localTime,
  offsetAt,
  startOfDay,
  toLocal,
} from './zone.js';
import type { LocalTime } from './zone.js';

/**
 * Moments at which `moment + months + days` comes to `end` or past it, and at which it falls back behind it. As a rule it
 * comes there once. It does so several times where the clock is put back, and where the last day of a month stands for
 * those that it does not have: a month after 28, 29, 30 and 31 January is 28 February. May hold a moment twice.
 */
export function reaching(zone: string, end: Instant, months: number, days: number): readonly Instant[] {
  const isReached = (at: number) => fromLocal(zone, addToLocal(toLocal(zone, instant(at)), months, days)) >= end;
  return facesLeadingTo(firstFace(zone, end), months, days)
    .flatMap((face) => passing(zone, face))
    .filter((at) => isReached(at) !== isReached(at - 1));
}

/** The first face of the clock whose moment is `at` or later. */
function firstFace(zone: string, at: Instant): LocalTime {
  const face = toLocal(zone, at);
  const change = changeNear(zone, instant(at - day), at);
  if (change === undefined || change > at) return face;
  const atChange = toLocal(zone, instant(change - 1)) + 1;
  // The faces that are skipped are the moment of the change; of those that occur twice only the first time counts.
  return localTime(change === at ? atChange : Math.max(face, atChange));
}

/** Faces at which `face + months + days` comes to `end` or past it, and the midnights at which it may fall back. */
function facesLeadingTo(end: LocalTime, months: number, days: number): readonly LocalTime[] {
  const clock = end - startOfDay(end);
  const [first, behind] = daysLeadingTo(localTime(startOfDay(end) - days * day), months);
  if (first === behind) return [first];
  const faces: LocalTime[] = [];
  for (let date = first; date < behind; date = localTime(date + day)) {
    if (date > first) faces.push(date);
    faces.push(localTime(date + clock));
  }
  return faces;
}

/** The days from which `months` lead to this one, as the first and the one behind the last: none, one, or the end of a month. */
function daysLeadingTo(midnight: LocalTime, months: number): readonly [LocalTime, LocalTime] {
  const date = new Date(midnight);
  const dayOfMonth = date.getUTCDate();
  const isLast = dayOfMonth === daysInMonth(date.getUTCFullYear(), date.getUTCMonth());
  const before = date.getUTCFullYear() * 12 + date.getUTCMonth() - months;
  const year = Math.floor(before / 12);
  const month = before - year * 12;
  const length = daysInMonth(year, month);
  const onDay = (day: number) => localTime(Date.UTC(year, month, day));
  return [onDay(Math.min(dayOfMonth, length + 1)), onDay(isLast ? length + 1 : Math.min(dayOfMonth, length) + 1)];
}

/** Moments at which the clock shows this face or, at a change of the zone, jumps over it. */
function passing(zone: string, face: LocalTime): readonly Instant[] {
  const before = offsetAt(zone, instant(face - day));
  const after = offsetAt(zone, instant(face + day));
  if (before === after) return [instant(face - before)];
  const change = changeNear(zone, instant(face - day), instant(face + day));
  return [face - before, face - after, ...(change === undefined ? [] : [change])].map(instant);
}

function changeNear(zone: string, from: Instant, to: Instant): Instant | undefined {
  return offsetAt(zone, from) === offsetAt(zone, to) ? undefined : changeAfter(zone, from);
}
