declare const instantBrand: unique symbol;

/** A moment in time: whole milliseconds since the Unix epoch, UTC. */
export type Instant = number & { readonly [instantBrand]: 'Instant' };

/** Marks a millisecond count as a moment; the count must be finite. */
export function instant(milliseconds: number): Instant {
  return milliseconds as Instant;
}

const isoWithOffset = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

/** Reads ISO 8601 with `Z` or an offset; anything else (a local time, a bare date) is `undefined`. */
export function parseInstant(text: string): Instant | undefined {
  if (!isoWithOffset.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : instant(milliseconds);
}

/** ISO 8601 UTC, without the milliseconds when there are none: `2026-03-02T09:00:00Z`. */
export function formatInstant(at: Instant): string {
  const day = Math.floor(at / dayLength);
  if (day !== lastDay) {
    lastText = textOfDay(day);
    lastDay = day;
  }
  const ofDay = at - day * dayLength;
  const seconds = Math.floor(ofDay / 1000);
  const time = `${lastText}${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const milliseconds = ofDay % 1000;
  return milliseconds === 0 ? `${time}Z` : `${time}.${String(milliseconds).padStart(3, '0')}Z`;
}

function textOfDay(day: number): string {
  let text = texts.get(day);
  if (text === undefined) {
    text = new Date(day * dayLength).toISOString().slice(0, -timeLength);
    if (texts.size >= mostDays) texts.clear();
    texts.set(day, text);
  }
  return text;
}

function two(number: number): string {
  return number < 10 ? `0${number}` : `${number}`;
}

const dayLength = 86_400_000;
const timeLength = '00:00:00.000Z'.length;

// Moments are told in the order of time: the day of the last is often that of the next.
const texts = new Map<number, string>();
const mostDays = 1000;
let lastDay = NaN;
let lastText = '';
