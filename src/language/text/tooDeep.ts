import type { SourceProblem } from '../scope.js';
import { textCodes } from './codes.js';
import { problem } from './members.js';

/** What a reading comes to, or that the text is nested more deeply than the parser or a walk over its tree can follow: both are recursive. */
export function unlessTooDeep<Result>(read: () => Result): Result | { readonly problems: readonly SourceProblem[] } {
  try {
    return read();
  } catch (error) {
    // The end of the stack.
    if (!(error instanceof RangeError)) throw error;
    const message = 'the text is nested too deeply to be read';
    return {
      problems: [
        problem(
          textCodes.syntax,
          message,
          { start: 0, end: 1 },
          'close each {% if %}, {% for %} and bracket, or write it flatter',
        ),
      ],
    };
  }
}
