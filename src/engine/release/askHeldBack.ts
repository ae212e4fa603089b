import type { Instant } from '../../model/instant.js';
import type { Program } from '../program.js';
import type { EngineState } from '../state.js';
import { moveWait } from '../time/moveWait.js';
import { beginWork } from '../work.js';

/**
 * A release took over: a message that is held back until then by the Policy of before waits as the one of now says, and goes now where that
 * lets it. Call it once for a release, with the revisions to which runs are pinned.
 */
export function askHeldBack(program: Program, state: EngineState, now: Instant): void {
  const work = beginWork(program, state, now, now, false);
  const codes = [...program.revisions.values(), ...program.triggers.values()].map(({ code }) => code);
  for (const code of [...new Set(codes)].sort())
    for (const instance of state.waitingOf(code))
      // What is due by now is asked anyway, and is as late as it is.
      if (instance.wait?.for === 'admission' && instance.wait.due > now) moveWait(work, instance);
}
