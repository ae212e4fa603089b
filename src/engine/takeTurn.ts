import type { Timer } from '../model/instance.js';
import { formatInstant, type Instant } from '../model/instant.js';
import type { Happening } from './events/happening.js';
import { letHappen, takeEvent } from './events/takeEvent.js';
import { cancel, resume, takeResult } from './instances/resume.js';
import type { Program } from './program.js';
import type { EngineState } from './state.js';
import { fireDeadline } from './time/deadlines.js';
import { fireSchedule } from './time/schedules.js';
import { updateSegments } from './time/segments.js';
import type { Input, TurnOutcome } from './turn.js';
import { beginWork, type Work } from './work.js';

/**
 * One input, all of its consequences: the state is changed through the port, effects and journal come back in order.
 * No clock, no randomness, no input or output (docs/engine.md). `now` is the moment that the input belongs to, `wall` the one at which a host
 * that catches up handles it: what reaches customers is admitted by `wall`. `explains`: the journal also tells which conditions were false.
 */
export function takeTurn(
  program: Program,
  state: EngineState,
  input: Input,
  now: Instant,
  wall: Instant = now,
  explains = false,
): TurnOutcome {
  const work = beginWork(program, state, now, wall, explains);
  if (input.kind === 'event') takeEvent(work, input.event);
  else if (input.kind === 'timer') takeTimer(work, input.timer);
  else if (input.kind === 'cancel') cancel(work, input.instance, input.reason);
  else takeResult(work, input.instance, input.effect, input.result);
  return { effects: work.effects, journal: work.journal };
}

function takeTimer(work: Work, timer: Timer): void {
  const { state } = work;
  // Armed anew since the host took it: what it stood for has moved.
  if ((state.timer(timer.id)?.generation ?? timer.generation) !== timer.generation) return;
  state.disarm(timer.id);
  switch (timer.kind) {
    case 'deadline':
      return fireDeadline(work, timer);
    case 'schedule':
      return fireSchedule(work, timer);
    case 'segment':
      return changeSegments(work, timer);
    case 'instance': {
      const instance = state.instance(timer.owner);
      if (instance?.status === 'waiting') resume(work, instance, { by: 'time' });
    }
  }
}

function changeSegments(work: Work, { id, due, subject = '' }: Timer): void {
  const customer = subject.slice('customer/'.length);
  const events = updateSegments(work, customer, `${id}@${formatInstant(due)}`);
  letHappen(
    work,
    events.map((event): Happening => ({ event, changes: [], about: { customer } })),
  );
}
