import type { Diagnostic } from '../model/diagnostic.js';
import { readingCodes, type ReadingCodeName } from './codes.js';
import type { Source } from './source.js';

/** An error of reading at `[start, end)` of the parsed text, with the source line for the caret. */
export function finding(
  source: Source,
  code: ReadingCodeName,
  start: number,
  end: number,
  message: string,
  suggestion?: string,
): Diagnostic {
  const place = source.placeOf(start, end);
  const sourceLine = source.line(place.line);
  return {
    severity: 'error',
    code: readingCodes[code].code,
    message,
    ...place,
    ...(suggestion !== undefined && { suggestion }),
    // The line of a secret is not shown: diagnostics end in the logs of CI.
    ...(sourceLine !== undefined && code !== 'literalSecret' && { sourceLine }),
  };
}
