import { instant, parseInstant } from '../../model/instant.js';
import type { Instant } from '../../model/instant.js';

/**
 * A moment as the CRM or a log writes it: `Y-m-d H:i:s` or a bare date (its midnight) in the account zone, ISO 8601
 * with an offset, or an instant already. A local time that a clock change skips is the first valid one after it.
 */
export function momentOf(value: unknown, zone: string): Instant | undefined {
  if (typeof value === 'number') return instant(value);
  if (typeof value !== 'string') return undefined;
  const parts = local.exec(value);
  if (!parts) return parseInstant(value);
  const [, year, month, day, hour = '0', minute = '0', second = '0'] = parts;
  const clock = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return Number.isNaN(clock) ? undefined : fromLocal(clock, zone);
}

/** `clock`: the local time read as if it were UTC. Of two moments with this local time the first. */
function fromLocal(clock: number, zone: string): Instant {
  const before = clock - offsetAt(clock - day, zone);
  if (before + offsetAt(before, zone) === clock) return instant(before);
  const after = clock - offsetAt(clock + day, zone);
  return instant(Math.max(before, after));
}

/** Milliseconds that the zone's clock is ahead of UTC at a moment. */
function offsetAt(at: number, zone: string): number {
  let offsets = cache.get(zone);
  if (!offsets || offsets.size > 50_000) cache.set(zone, (offsets = new Map()));
  const quarter = Math.floor(at / 900_000);
  let offset = offsets.get(quarter);
  if (offset === undefined) offsets.set(quarter, (offset = computeOffset(quarter * 900_000, zone)));
  return offset;
}

function computeOffset(at: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
  const clock = Date.UTC(part['year']!, part['month']! - 1, part['day'], part['hour'], part['minute'], part['second']);
  return clock - at;
}

const local = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?$/;
const day = 86_400_000;
const cache = new Map<string, Map<number, number>>();
const formats = new Map<string, Intl.DateTimeFormat>();
