import type { Instant } from '../model/instant.js';
import { adoptDeadlines } from './deadlines.js';
import type { Program } from './program.js';
import { adoptSchedules } from './schedules.js';
import { updateSegments } from './segments.js';
import type { EngineState } from './state.js';
import { beginWork } from './work.js';

/**
 * A release took over from another one at `now`: what it derives from data and from the clock holds for the entities that are there
 * already, though nothing happens to them. Who is in a segment from the first has not entered it. Call it once for a release, after
 * `startProgram`.
 */
export function adoptRelease(program: Program, state: EngineState, now: Instant): void {
  const work = beginWork(program, state, now, now, false);
  adoptSchedules(work);
  adoptDeadlines(work);
  if (program.segments.length > 0)
    for (const { id } of state.world.all('customer')) updateSegments(work, String(id), 'release');
}
