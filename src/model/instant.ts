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
  const text = new Date(at).toISOString();
  return at % 1000 === 0 ? text.slice(0, 19) + 'Z' : text;
}
