import { systemCode, unreachedBecause } from '../model/unreached.js';

/** Did it fail before there was a connection? Then nothing was asked of anybody. */
export function neverConnected(error: unknown): boolean {
  return unreachedBecause(systemCode(error) ?? '') !== undefined;
}

/**
 * `channel/sms cannot be reached: nobody listens there (its url)`; of a connection that broke the error's own words. Not where it is: that
 * may have come through a variable, and what did is never told.
 */
export function connectionProblem(error: unknown, who: string, setting: string): string {
  const { message } = error as Error;
  // nodemailer gives errors of the system codes of its own, and keeps theirs in the message.
  const code = /\bE[A-Z_]{4,}\b/.exec(message)?.[0] ?? '';
  const because = unreachedBecause(systemCode(error) ?? '') ?? unreachedBecause(code);
  return because === undefined ? `${who}: ${message}` : `${who} cannot be reached: ${because} (its ${setting})`;
}
