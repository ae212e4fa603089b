import type { Calendar } from './calendar.js';
import { parseDuration, type Duration, type Span } from './duration.js';
import { instant, type Instant } from './instant.js';
import { addToLocal, fromLocal, fromLocalSince, nextClock, toLocal } from './zone.js';

/** In whose time a span is counted. */
export interface Clockwork {
  /** Zone of the subject, for calendar units and clock times; not asked for without them: it may have to be found first. */
  readonly zone: string;
  readonly calendars: ReadonlyMap<string, Calendar>;
}

/**
 * A moment and a span later: elapsed, calendar or working time (docs/language.md#say-how-long). `clock` (milliseconds since
 * midnight) moves the result to the first such local time not before it. `undefined`: the calendar never opens again.
 */
export function addSpan(at: Instant, span: Span, clockwork: Clockwork, clock?: number): Instant | undefined {
  if (span.calendar !== undefined) {
    const due = clockwork.calendars.get(span.calendar)?.add(at, span.for);
    return due === undefined || clock === undefined ? due : atClock(due, clockwork.zone, clock);
  }
  if (span.for.clock === 'elapsed') {
    const due = instant(at + span.for.milliseconds);
    return clock === undefined ? due : atClock(due, clockwork.zone, clock);
  }
  const { zone } = clockwork;
  const local = addToLocal(toLocal(zone, at), span.for.months, span.for.days);
  return fromLocal(zone, clock === undefined ? local : nextClock(local, clock));
}

function atClock(due: Instant, zone: string, clock: number): Instant {
  return fromLocalSince(zone, nextClock(toLocal(zone, due), clock), due);
}

/** What evaluates to a duration: a Duration, a text that reads as one, or `{for, calendar}` of either. */
export function spanOf(value: unknown): Span | undefined {
  if (typeof value === 'object' && value !== null && 'for' in value) {
    const inner = durationOf(value.for);
    if (inner === undefined) return undefined;
    const calendar = 'calendar' in value ? value.calendar : undefined;
    return typeof calendar === 'string' ? { for: inner, calendar } : { for: inner };
  }
  const duration = durationOf(value);
  return duration && { for: duration };
}

function durationOf(value: unknown): Duration | undefined {
  if (typeof value === 'string') return parseDuration(value);
  if (typeof value !== 'object' || value === null || !('clock' in value)) return undefined;
  // A duration that an expression computed: `clock` is its only mark.
  return value as Duration;
}
