import type { Duration } from '../../model/duration.js';
import { instant, type Instant } from '../../model/instant.js';
import { reaching } from '../../model/reaching.js';
import { isOnCalendar } from '../moment.js';
import type { Scope } from '../scope.js';
import type { Binary } from './ast.js';
import type { ClockForm, Compilation, Node } from './compilation.js';
import { addDuration, lengthOf } from './durations.js';
import { isDuration, toMoment } from './hydrate.js';
import { side } from './sides.js';

/**
 * A comparison in which `now` stands once, on one side, and the other side holds still: the data tells the moments at
 * which it flips.
 */
export function noteFlips(op: Binary, left: Node, right: Node, to: Compilation): void {
  const moving = (left.nows ?? 0) > 0 ? left : right;
  const still = moving === left ? right : left;
  const { clock } = moving;
  if (moving.nows !== 1 || (still.nows ?? 0) > 0 || clock === undefined) return;
  to.knownNows += 1;
  const other = side(still, { type: clock.form === 'moment' ? 'timestamp' : 'duration' });
  // `to - now > d` says of now + d that it is smaller than `to`.
  const firsts = (moving === left) === (clock.form !== 'until') ? firstsOf(op) : firstsOf(mirrored[op] ?? op);
  to.flips.push((scope) => {
    const course = courseOf(clock, other(scope), scope);
    return course === undefined ? [] : firsts.flatMap((first) => comingTo(course, first, scope.ambient.zone));
  });
}

/** What is compared is `now + shift` with `end`. */
interface Course {
  readonly shift?: Duration;
  readonly end: Instant;
}

function courseOf(clock: ClockForm, other: unknown, scope: Scope): Course | undefined {
  if (clock.form === 'elapsed') {
    const from = toMoment(clock.from(scope), scope);
    const end =
      from === undefined || !isDuration(other) ? undefined : addDuration(instant(from), other, scope.ambient.zone);
    return end === undefined ? undefined : { end };
  }
  const [shift, raw] = clock.form === 'moment' ? [clock.shift?.(scope), other] : [other, clock.to(scope)];
  const end = toMoment(raw, scope);
  if (end === undefined) return undefined;
  if (clock.form === 'moment' && clock.shift === undefined) return { end: instant(end) };
  return isDuration(shift) ? { shift, end: instant(end) } : undefined;
}

/** Of the whole milliseconds the first at which `left op right` differs from before, as `left` grows past `right`. */
type First = (right: number) => number;

const at: First = Math.ceil;
const past: First = (right) => Math.floor(right) + 1;

function firstsOf(op: Binary): readonly First[] {
  if (op === '==' || op === '!=') return [at, past];
  return op === '>=' || op === '<' ? [at] : [past];
}

const mirrored: Partial<Readonly<Record<Binary, Binary>>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

function comingTo({ shift, end }: Course, first: First, zone: string): readonly Instant[] {
  if (shift === undefined) return [instant(first(end))];
  if (!isOnCalendar(end - lengthOf(shift))) return [];
  if (shift.clock === 'elapsed') return [instant(first(end - shift.milliseconds))];
  return reaching(zone, instant(first(end)), shift.months, shift.days);
}
