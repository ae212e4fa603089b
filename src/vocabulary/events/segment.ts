import { code } from '../objects/field.js';
import type { EventWord } from '../word.js';

const shared = {
  carries: { customer: 'customer' },
  members: { segment: code('segment', 'Code of the segment.') },
  about: 'customer',
  example: { customer: { id: 7 }, segment: 'loyal' },
};

/** The engine's own: a membership changed by an event or by time. A trigger says `entered:` or `left:`. */
export const segmentEvents: readonly EventWord[] = [
  { name: 'segment.entered', doc: 'A customer became a member of a segment.', raw: true, ...shared },
  { name: 'segment.left', doc: 'A customer is a member of a segment no longer.', raw: true, ...shared },
];
