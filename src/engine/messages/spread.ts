import { instant, type Instant } from '../../model/instant.js';
import { stableShare } from '../../model/stableShare.js';
import type { Reason } from '../../vocabulary/reasons.js';
import type { CompiledTrigger } from '../program.js';
import type { Work } from '../work.js';
import { admit } from './admit.js';
import { lateSpreadFor } from './late.js';

/** The reason why something that could go waits: not everything at once. */
export const spread = 'spread' satisfies Reason;

/**
 * When a message of marketing goes that nobody was there to send in time (docs/engine.md#whether-a-message-may-go): in the next allowed window, each recipient at a
 * moment of his own, so that they do not all go at once, and so that the messages to one still compete. `undefined`: now, or as the Policy
 * says of now.
 */
export function ownTurn(
  { program, wall, now }: Pick<Work, 'program' | 'wall' | 'now'>,
  trigger: CompiledTrigger,
  recipient: string,
  zone: () => string,
): Instant | undefined {
  const period = lateSpreadFor(program, trigger);
  if (trigger.class !== 'marketing' || period === 0 || wall - now <= period) return undefined;
  return turnWithin(program, trigger, recipient, zone(), wall);
}

/** The first allowed moment that is the recipient's own, from `wall` on; `undefined` where quiet hours put nothing off. */
export function turnWithin(
  program: Work['program'],
  trigger: CompiledTrigger,
  recipient: string,
  zone: string,
  wall: Instant,
): Instant | undefined {
  const period = lateSpreadFor(program, trigger);
  const candidate = { class: trigger.class, zone, sent: [] };
  const admittedAt = (at: Instant) => admit(program.policy, candidate, at);
  const turn = ownMoment(recipient, period, wall);
  const then = admittedAt(turn);
  if (then.may === 'skip' || admittedAt(wall).may === 'skip') return undefined;
  return then.may === 'defer' ? ownMoment(recipient, period, then.until) : turn;
}

/** A wait that a change of its trigger made too short does not end with all the others at once, but within the time that it is too short by. */
export function endOfShortened(work: Work, trigger: CompiledTrigger, instance: string, due: Instant): Instant {
  return ownMoment(instance, Math.min(lateSpreadFor(work.program, trigger), work.now - due), work.wall);
}

/**
 * The first moment not before `from` that is somebody's own: one in each period of that many milliseconds, by a stable hash. Who asks a
 * little later gets the same.
 */
export function ownMoment(who: string, period: number, from: Instant): Instant {
  if (period <= 0) return from;
  const own = Math.floor(stableShare('spread', who) * period);
  return instant(from + ((((own - from) % period) + period) % period));
}
