import { phoneOf } from '../../engine/world.js';
import type { Event } from '../../model/event.js';
import type { Callers } from './callers.js';
import { subjectInText, subjectOf, type Router, type Subject } from './router.js';
import { SharedState } from './sharedState.js';
import { decodeLine } from '../log/decodeLine.js';
import type { HeldLine } from '../log/heldLine.js';
import type { Share } from '../readLog.js';

/** The lines of one share. Lines that do not show whom they are about are parsed by all. */
export function shareOf(index: number, router: Router, callers: Callers, zone: string): Share {
  let passed = -Infinity;
  return {
    index,
    takes(line) {
      if (line.at < passed) throw new SharedState('some events are too far out of order');
      passed = line.at;
      return shareOfLine(line, router, callers, zone) === index;
    },
  };
}

/** A line that is no event belongs to the first share. */
function shareOfLine({ held }: HeldLine, router: Router, callers: Callers, zone: string): number {
  if (typeof held !== 'string') return shareOfEvent(held, router, callers);
  const subject = subjectInText(held);
  if (subject !== 'unclear' && (isAboutSomebody(subject) || !held.includes('"phone'))) return router.route(subject);
  const decoded = decodeLine(held, zone);
  if ('problem' in decoded || decoded.length === 0) return 0;
  const shares = new Set(decoded.map((event) => shareOfEvent(event, router, callers)));
  if (shares.size > 1) throw new SharedState('a line tells of several customers');
  return [...shares][0]!;
}

function shareOfEvent(event: Event, router: Router, callers: Callers): number {
  const subject = subjectOf(event);
  const phone = isAboutSomebody(subject) ? undefined : phoneOf(event);
  if (phone !== undefined) callers.hear(phone, event.at);
  return router.route(subject);
}

function isAboutSomebody({ customer, order }: Subject): boolean {
  return customer !== undefined || order !== undefined;
}
