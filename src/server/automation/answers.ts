import type { Answer, Refusal } from '../http/plane.js';
import { FileProblem } from '../../sqlite/problem.js';
import type { Faults } from './bodies.js';

export function success(members: Readonly<Record<string, unknown>> = {}, status = 200): Answer {
  return { status, body: { success: true, ...members } };
}

export function failure(status: number, errorMsg: string, members: Readonly<Record<string, unknown>> = {}): Answer {
  return { status, body: { success: false, errorMsg, ...members } };
}

export function faulty(faults: Faults): Answer {
  return failure(400, 'Errors in the body', { errors: faults });
}

/** What the router refuses by itself; a store that cannot be written says so instead of failing in silence. */
export function refusal({ status, message, error }: Refusal): Answer {
  if (error instanceof FileProblem) return failure(500, `${error.message} ${error.cure}`);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^SQLITE_(READONLY|FULL|IOERR|CANTOPEN)/.test(code)) {
    return failure(507, `The automation store cannot be written (${code}): the disk is full or read-only.`);
  }
  if (/^SQLITE_(BUSY|LOCKED)/.test(code))
    return { ...failure(503, 'The automation store is busy.'), headers: { 'retry-after': '1' } };
  return failure(status, error instanceof Error ? `${message}: ${error.message}` : message);
}
