import { lengthOf } from '../../language/expression/durations.js';
import type { FunctionWord } from '../../language/scope.js';
import { duration, number } from '../../language/valueType.js';
import type { Duration } from '../../model/duration.js';

/** A function that makes a duration of a count. A calendar unit that is not whole becomes elapsed time. */
export function durationWord(name: string, doc: string, make: (count: number) => Duration): FunctionWord {
  return {
    name,
    doc,
    example: `${name}(2)`,
    pure: true,
    overloads: [{ parameters: [number], result: duration }],
    evaluate: ([count]) => (typeof count === 'number' && Number.isFinite(count) ? whole(make(count)) : undefined),
  };
}

function whole(duration: Duration): Duration {
  if (duration.clock === 'elapsed' || (Number.isInteger(duration.days) && Number.isInteger(duration.months)))
    return duration;
  return { clock: 'elapsed', milliseconds: lengthOf(duration) };
}
