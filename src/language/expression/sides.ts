import { instant, type Instant } from '../../model/instant.js';
import type { Scope } from '../scope.js';
import type { ClockForm, Compilation, Node } from './compilation.js';
import { addDuration, startOf } from './durations.js';
import { hydrateTo, isDuration, toMoment } from './hydrate.js';
import type { Static } from './types.js';

/** Untyped data beside a moment or a duration is read as one. */
export function side(node: Node, other: Static): Node['run'] {
  if (node.type.type !== 'any' || (other.type !== 'timestamp' && other.type !== 'duration')) return node.run;
  const hydrate = hydrateTo(other);
  return (scope) => hydrate(node.run(scope), scope);
}

/**
 * A field that changes with time, compared with a number: the engine can know when the comparison flips. Whether it is
 * there does not depend on time.
 */
export function noteConstant(left: Node, right: Node): void {
  for (const [field, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const value = other.constant?.value;
    if (field.use === undefined) continue;
    if (typeof value === 'number') field.use.compared = [value];
    else if (other.type.type === 'null') field.use.compared = [];
  }
}

/**
 * A comparison in which `now` stands once, on one side, and the other side holds still: it flips at a moment that
 * the data tells, or one millisecond after it.
 */
export function noteFlips(left: Node, right: Node, to: Compilation): void {
  const moving = (left.nows ?? 0) > 0 ? left : right;
  const still = moving === left ? right : left;
  const { clock } = moving;
  if (moving.nows !== 1 || (still.nows ?? 0) > 0 || clock === undefined) return;
  to.knownNows += 1;
  const other = side(still, { type: clock.form === 'moment' ? 'timestamp' : 'duration' });
  to.flips.push((scope) => {
    const at = flipOf(clock, other(scope), scope);
    return at === undefined ? [] : [at];
  });
}

function flipOf(clock: ClockForm, other: unknown, scope: Scope): Instant | undefined {
  const { zone } = scope.ambient;
  if (clock.form === 'moment') {
    const shift = clock.shift(scope);
    const at = toMoment(other, scope);
    if (at === undefined) return undefined;
    return isDuration(shift) ? startOf(instant(at), shift, zone) : instant(at);
  }
  const from = toMoment(clock.form === 'elapsed' ? clock.from(scope) : clock.to(scope), scope);
  if (from === undefined || !isDuration(other)) return undefined;
  return clock.form === 'elapsed' ? addDuration(instant(from), other, zone) : startOf(instant(from), other, zone);
}
