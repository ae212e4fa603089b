import { instant, parseInstant, type Instant } from '../model/instant.js';
import { fromLocal, parseLocal } from '../model/zone.js';

/**
 * A moment as data holds it: `Y-m-d H:i:s` or a bare date (its midnight) in the account zone, ISO 8601 with an
 * offset, or an instant already. Anything else is `undefined`.
 */
export function momentOf(raw: unknown, zone: string): Instant | undefined {
  if (typeof raw === 'number') return isOnCalendar(raw) ? instant(raw) : undefined;
  if (typeof raw !== 'string') return undefined;
  let known = cache.get(zone);
  if (known === undefined || known.size >= limit) cache.set(zone, (known = new Map()));
  let at = known.get(raw);
  if (at === undefined) known.set(raw, (at = readMoment(raw, zone)));
  return at === null ? undefined : at;
}

/** Whether a count of milliseconds has a date: some 270 000 years around 1970, and never `NaN`. */
export function isOnCalendar(milliseconds: number): boolean {
  return Math.abs(milliseconds) <= lastMillisecond;
}

/** A little less than the last `Date`, so that neighbouring days and zones are still dates. */
const lastMillisecond = 8_600_000_000_000_000;

function readMoment(text: string, zone: string): Instant | null {
  const local = parseLocal(text);
  return (local === undefined ? parseInstant(text) : fromLocal(zone, local)) ?? null;
}

/** Texts repeat: every condition about an order reads the same `createdAt`. */
const cache = new Map<string, Map<string, Instant | null>>();
const limit = 20_000;
