import { remembered } from './remembered.js';

/**
 * A length of time, in one of two clocks that are never mixed (docs/language.md#say-how-long): elapsed time, or calendar
 * days and months in the subject's zone. Working time is a `Duration` together with a calendar.
 */
export type Duration =
  | { readonly clock: 'elapsed'; readonly milliseconds: number }
  | { readonly clock: 'calendar'; readonly months: number; readonly days: number };

/** Working time when `calendar` is given: the code of a Calendar. */
export interface Span {
  readonly for: Duration;
  readonly calendar?: string;
}

const units: Record<string, { elapsed?: number; days?: number; months?: number }> = {
  s: { elapsed: 1000 },
  m: { elapsed: 60_000 },
  h: { elapsed: 3_600_000 },
  d: { days: 1 },
  w: { days: 7 },
  mo: { months: 1 },
  y: { months: 12 },
};

const part = /(\d+(?:\.\d+)?)(mo|[smhdwy])/gy;

/**
 * Reads `90s 30m 24h 1h30m` (elapsed) or `3d 2w 6mo 1y` (calendar), with an optional sign.
 * `undefined` when the text is no duration or mixes the two clocks.
 */
export const parseDuration = remembered(readDuration);

function readDuration(text: string): Duration | undefined {
  const sign = text.startsWith('-') ? -1 : 1;
  const body = text.replace(/^[+-]/, '');
  let milliseconds = 0;
  let days = 0;
  let months = 0;
  let elapsed = false;
  let calendar = false;
  part.lastIndex = 0;
  let end = 0;
  for (let match = part.exec(body); match; match = part.exec(body)) {
    const unit = units[match[2]!]!;
    const count = Number(match[1]) * sign;
    if (unit.elapsed !== undefined) {
      elapsed = true;
      milliseconds += count * unit.elapsed;
    } else {
      if (!Number.isInteger(count)) return undefined;
      calendar = true;
      days += count * (unit.days ?? 0);
      months += count * (unit.months ?? 0);
    }
    end = part.lastIndex;
  }
  if (end === 0 || end !== body.length || elapsed === calendar) return undefined;
  return elapsed ? { clock: 'elapsed', milliseconds } : { clock: 'calendar', months, days };
}

/** Milliseconds that it never exceeds, wherever it is counted: months of 31 days, and a day for changes of the zone. */
export function longestOf(duration: Duration): number {
  return duration.clock === 'elapsed' ? duration.milliseconds : (duration.months * 31 + duration.days + 1) * 86_400_000;
}

/** The shortest text that `parseDuration` reads back to the same value. */
export function formatDuration(duration: Duration): string {
  if (duration.clock === 'calendar') {
    const { months, days } = duration;
    const sign = months < 0 || days < 0 ? '-' : '';
    const text = [
      months % 12 === 0 && months !== 0 ? `${Math.abs(months / 12)}y` : months !== 0 ? `${Math.abs(months)}mo` : '',
      days !== 0 ? `${Math.abs(days)}d` : '',
    ].join('');
    return sign + (text || '0d');
  }
  const sign = duration.milliseconds < 0 ? '-' : '';
  let rest = Math.abs(duration.milliseconds);
  const hours = Math.floor(rest / 3_600_000);
  rest -= hours * 3_600_000;
  const minutes = Math.floor(rest / 60_000);
  rest -= minutes * 60_000;
  const text = `${hours ? `${hours}h` : ''}${minutes ? `${minutes}m` : ''}${rest ? `${rest / 1000}s` : ''}`;
  return sign + (text || '0s');
}
