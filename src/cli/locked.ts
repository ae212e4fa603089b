import { mayBeAlive } from '../machine/owner.js';
import type { LockHolder } from '../model/release.js';
import type { WallClock } from '../model/wallClock.js';
import { exitCodes } from './exitCodes.js';
import { Failure } from './failure.js';

/** Somebody applies already. `ours`: who began the apply from here that did not end; `resume`: the command that continues it. */
export function lockedFailure(
  holder: LockHolder | undefined,
  ours: string | undefined,
  resume: string,
  { show }: WallClock,
): Failure {
  const { owner = 'somebody', since } = holder ?? {};
  const when = since === undefined ? '' : `, for ${ageOf(since)} (since ${show(since)})`;
  if (ours === undefined || ours !== owner)
    return new Failure(exitCodes.stale, `an apply is under way: ${owner}${when}`, 'wait for it and plan again');
  return mayBeAlive(owner)
    ? new Failure(
        exitCodes.stale,
        `an apply is under way: ${owner}${when}`,
        `it was begun here; when it does not run any more: ${resume}`,
      )
    : new Failure(
        exitCodes.stale,
        `an apply was begun here and interrupted: ${owner}${when}`,
        `what it left undone is continued by: ${resume}`,
      );
}

/** `40 s`, `12 min` since a moment. */
function ageOf(since: string): string {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(since)) / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
