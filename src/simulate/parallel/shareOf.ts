import { subjectInText, subjectOf, type Router } from './router.js';
import { SharedState } from './sharedState.js';
import { decodeLine } from '../log/decodeLine.js';
import type { HeldLine } from '../log/heldLine.js';
import type { Share } from '../readLog.js';

/** The lines of one share. Lines that do not show whom they are about are parsed by all. */
export function shareOf(index: number, router: Router, zone: string): Share {
  let passed = -Infinity;
  return {
    index,
    takes(line) {
      if (line.at < passed) throw new SharedState('some events are too far out of order');
      passed = line.at;
      return shareOfLine(line, router, zone) === index;
    },
  };
}

/** A line that is no event belongs to the first share. */
function shareOfLine({ held }: HeldLine, router: Router, zone: string): number {
  if (typeof held !== 'string') return router.route(subjectOf(held));
  const subject = subjectInText(held);
  if (subject !== 'unclear') return router.route(subject);
  const decoded = decodeLine(held, zone);
  if ('problem' in decoded || decoded.length === 0) return 0;
  const shares = new Set(decoded.map((event) => router.route(subjectOf(event))));
  if (shares.size > 1) throw new SharedState('a line tells of several customers');
  return [...shares][0]!;
}
