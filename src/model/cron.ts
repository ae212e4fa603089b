import { Cron } from 'croner';
import { cronFieldProblem } from './cronFields.js';
import { instant, type Instant } from './instant.js';
import { fromLocal, localTime, offsetAt, toLocal, type LocalTime } from './zone.js';

/** What is wrong with a cron expression of five fields, or `undefined`. */
export function cronProblem(expression: string): string | undefined {
  if (expression.trim().split(/\s+/).length !== 5)
    return 'a schedule has five fields: minute hour day-of-month month day-of-week';
  try {
    return nextFace(expression, localTime(Date.UTC(2000, 0, 1))) === undefined
      ? 'this schedule has no next run'
      : undefined;
  } catch {
    return cronFieldProblem(expression) ?? 'this is no cron expression';
  }
}

/**
 * The first run after a moment. croner computes on the clock face; the switches of daylight saving are ours
 * (docs/engine.md#time): a face that is skipped runs at the first valid instant after it, a fixed one that occurs twice
 * runs once, and one with `*` or a step in its hours runs in both.
 */
export function nextCron(expression: string, after: Instant, zone: string): Instant | undefined {
  return everyHour(expression) ? nextByOffset(expression, after, zone) : nextByFace(expression, after, zone);
}

function nextByFace(expression: string, after: Instant, zone: string): Instant | undefined {
  let face: LocalTime | undefined = toLocal(zone, after);
  do {
    face = nextFace(expression, face);
    if (face === undefined) return undefined;
  } while (fromLocal(zone, face) <= after);
  return fromLocal(zone, face);
}

function nextByOffset(expression: string, after: Instant, zone: string): Instant | undefined {
  let offset = offsetAt(zone, after);
  let face = nextFace(expression, localTime(after + offset));
  while (face !== undefined) {
    const at = instant(face - offset);
    const offsetThen = offsetAt(zone, at);
    if (offsetThen === offset) return at;
    const change = firstInstantWith(zone, offsetThen, after, at);
    offset = offsetThen;
    face = nextFace(expression, localTime(change + offset - 1));
  }
  return undefined;
}

function firstInstantWith(zone: string, offset: number, low: Instant, high: Instant): Instant {
  let from: number = low;
  let to: number = high;
  while (to - from > 1000) {
    const middle = Math.floor((from + to) / 2000) * 1000;
    if (offsetAt(zone, instant(middle)) === offset) to = middle;
    else from = middle;
  }
  return instant(to);
}

function everyHour(expression: string): boolean {
  const hours = expression.trim().split(/\s+/)[1] ?? '';
  return hours.includes('*') || hours.includes('/');
}

const parsed = new Map<string, Cron>();

function nextFace(expression: string, after: LocalTime): LocalTime | undefined {
  let cron = parsed.get(expression);
  if (cron === undefined) {
    cron = new Cron(expression, { mode: '5-part', utcOffset: 0, paused: true });
    parsed.set(expression, cron);
  }
  const next = cron.nextRun(new Date(after));
  return next === null ? undefined : localTime(next.getTime());
}
