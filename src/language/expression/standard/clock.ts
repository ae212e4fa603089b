import { instant } from '../../../model/instant.js';
import { day, hour, isZone, localTime, minute, startOfDay, toLocal, type LocalTime } from '../../../model/zone.js';
import type { Ambient, FunctionWord } from '../../scope.js';
import { number, string, timestamp } from '../../valueType.js';

/** What the wall shows: in the account zone, or in the zone given. CEL counts months, days of week and of year from 0. */
const parts: Readonly<Record<string, { readonly doc: string; readonly read: (local: LocalTime) => number }>> = {
  getFullYear: { doc: 'Year.', read: (local) => new Date(local).getUTCFullYear() },
  getMonth: { doc: 'Month, 0 is January.', read: (local) => new Date(local).getUTCMonth() },
  getDate: { doc: 'Day of the month, from 1.', read: (local) => new Date(local).getUTCDate() },
  getDayOfMonth: { doc: 'Day of the month, from 0.', read: (local) => new Date(local).getUTCDate() - 1 },
  getDayOfWeek: { doc: 'Day of the week, 0 is Sunday.', read: (local) => new Date(local).getUTCDay() },
  getDayOfYear: { doc: 'Day of the year, from 0.', read: dayOfYear },
  getHours: { doc: 'Hour.', read: (local) => Math.floor((local - startOfDay(local)) / hour) },
  getMinutes: { doc: 'Minute.', read: (local) => Math.floor((local - startOfDay(local)) / minute) % 60 },
  getSeconds: { doc: 'Second.', read: (local) => Math.floor((local - startOfDay(local)) / 1000) % 60 },
  getMilliseconds: { doc: 'Millisecond.', read: (local) => (local - startOfDay(local)) % 1000 },
};

export const clockFunctions: readonly FunctionWord[] = Object.entries(parts).map(([name, { doc, read }]) => ({
  name,
  doc: `${doc} On the account's clock, or on that of the zone given.`,
  example: `now.${name}()`,
  overloads: [
    { parameters: [timestamp], result: number },
    { parameters: [timestamp, string], result: number },
  ],
  refuses: ([, zone]) => (typeof zone === 'string' && !isZone(zone) ? `there is no time zone "${zone}"` : undefined),
  evaluate: ([at, zone], ambient) => {
    const local = localOf(at, zone, ambient);
    return local === undefined ? undefined : read(local);
  },
}));

function localOf(at: unknown, zone: unknown, ambient: Ambient): LocalTime | undefined {
  if (typeof at !== 'number') return undefined;
  const name = typeof zone === 'string' ? zone : ambient.zone;
  return name === ambient.zone || exists(name) ? toLocal(name, instant(at)) : undefined;
}

function exists(zone: string): boolean {
  let known = zones.get(zone);
  if (known === undefined) zones.set(zone, (known = isZone(zone)));
  return known;
}

const zones = new Map<string, boolean>();

function dayOfYear(local: LocalTime): number {
  const year = localTime(Date.UTC(new Date(local).getUTCFullYear(), 0, 1));
  return Math.floor((startOfDay(local) - year) / day);
}
