import { buildCalendar, type Calendar } from '../model/calendar.js';
import { instant, type Instant } from '../model/instant.js';
import { day, fromLocal, hour, localTime, minute, startOfDay, toLocal } from '../model/zone.js';
import type { Dice } from './random.js';

export interface ShopTime {
  readonly zone: string;
  readonly office: Calendar;
}

/** Managers move orders in these hours only. */
export function shopTime(zone: string): ShopTime {
  const week = { 'mon-fri': '09:00-18:00', sat: '10:00-16:00' };
  return { zone, office: buildCalendar('office', { week, breaks: { 'mon-fri': '13:00-14:00' } }, zone) };
}

export function workingMoment({ office }: ShopTime, at: Instant): Instant {
  return office.nextOpen(at) ?? at;
}

/** How many of a hundred visits fall into each hour: quiet nights, a bump at lunch, a peak in the evening. */
const byHour = [2, 1, 1, 0, 0, 1, 2, 3, 5, 6, 7, 7, 8, 7, 6, 6, 6, 7, 8, 9, 10, 9, 6, 4];
/** Monday to Sunday. */
const byWeekday = [1, 0.95, 0.95, 1, 1.1, 1.3, 1.25];

/** Moments of visits on one local day; `perDay` is the mean over a week. */
export function visitsOf(date: Instant, perDay: number, dice: Dice, { zone }: ShopTime): readonly Instant[] {
  const midnight = startOfDay(toLocal(zone, date));
  const weekday = (new Date(midnight).getUTCDay() + 6) % 7;
  const wanted = perDay * byWeekday[weekday]! * (0.8 + dice.between(0, 40) / 100);
  // Of what is rare there is some on some days, not on all or on none.
  const count = wanted < 3 ? Math.floor(wanted + dice.between(0, 99) / 100) : Math.round(wanted);
  return Array.from({ length: count }, () => {
    const clock = dice.weighted(byHour) * hour + dice.between(0, 59) * minute + dice.between(0, 59) * 1000;
    return fromLocal(zone, localTime(midnight + clock));
  });
}

export function daysBetween(from: Instant, to: Instant): readonly Instant[] {
  const days: Instant[] = [];
  for (let at: number = from; at < to; at += day) days.push(instant(at));
  return days;
}
