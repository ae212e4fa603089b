import { systemCode, unreachedBecause } from '../model/unreached.js';

/** Did it fail before there was a connection? Then nothing was asked of anybody. */
export function neverConnected(error: unknown): boolean {
  return unreachedBecause(systemCode(error) ?? '') !== undefined;
}

/** `127.0.0.1:8099 cannot be reached: nobody listens there (url of channel/sms)`; of a connection that broke the error's own words. */
export function connectionProblem(error: unknown, where: string, setting: string): string {
  const { message } = error as Error;
  // nodemailer gives errors of the system codes of its own, and keeps theirs in the message.
  const code = /\bE[A-Z_]{4,}\b/.exec(message)?.[0] ?? '';
  const because = unreachedBecause(systemCode(error) ?? '') ?? unreachedBecause(code);
  return because === undefined ? `${where}: ${message}` : `${where} cannot be reached: ${because} (${setting})`;
}
