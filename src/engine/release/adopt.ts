import type { Instant } from '../../model/instant.js';
import { backfillSegments } from '../entry/backfill.js';
import type { Program } from '../program.js';
import type { EngineState } from '../state.js';
import { adoptDeadlines } from '../time/deadlines.js';
import { adoptSchedules } from '../time/schedules.js';
import { updateSegments } from '../time/segments.js';
import type { TurnOutcome } from '../turn.js';
import { beginWork } from '../work.js';

/**
 * A release took over from another one at `now`: what it derives from data and from the clock holds for the entities that are there
 * already, though nothing happens to them. Who is in a segment from the first has not entered it, but for those who want it so (`backfill`).
 * Call it once for a release, after `startProgram`. `wall`, `explains` and what comes of it: as of a turn.
 */
export function adoptRelease(
  program: Program,
  state: EngineState,
  now: Instant,
  wall: Instant = now,
  explains = false,
): TurnOutcome {
  const work = beginWork(program, state, now, wall, explains);
  adoptSchedules(work);
  adoptDeadlines(work);
  if (program.segments.length > 0)
    for (const { id } of state.world.all('customer')) updateSegments(work, String(id), 'release');
  backfillSegments(work);
  return { effects: work.effects, journal: work.journal };
}
