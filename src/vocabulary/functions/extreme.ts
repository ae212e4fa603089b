import { lengthOf } from '../../language/expression/durations.js';
import { isDuration } from '../../language/expression/hydrate.js';
import type { Overload } from '../../language/scope.js';
import { duration, listOf, number, string, timestamp } from '../../language/valueType.js';

const comparable = [number, timestamp, duration, string];

/** A list of, or two, numbers, moments, durations or texts. */
export const ordered: readonly Overload[] = comparable.flatMap((type) => [
  { parameters: [listOf(type)], result: type },
  { parameters: [type, type], result: type },
]);

/** The value of a list, or of the arguments, that stands before all others. */
export function extreme(
  args: readonly unknown[],
  before: (a: number | string, b: number | string) => boolean,
): unknown {
  const values: readonly unknown[] = args.length === 1 && Array.isArray(args[0]) ? args[0] : args;
  return values.reduce((best, each) => {
    const [a, b] = [rankOf(each), rankOf(best)];
    return a !== undefined && (b === undefined || before(a, b)) ? each : best;
  }, undefined);
}

function rankOf(value: unknown): number | string | undefined {
  if (typeof value === 'number' || typeof value === 'string') return value;
  return isDuration(value) ? lengthOf(value) : undefined;
}
