import type { Duration } from '../../model/duration.js';
import type { Taken } from '../../model/instance.js';
import { instant, type Instant } from '../../model/instant.js';
import { addSpan } from '../../model/span.js';
import type { CompiledTrigger, Node, Once } from '../program.js';
import { zoneFor } from '../time/zone.js';
import type { Running, Work } from '../work.js';
import { placeOf, type Place } from './place.js';

/** Whether a `once` is used up for this subject. */
export function isUsed(work: Work, subject: Subject, once: Once, name: string): boolean {
  const last = work.state.used(markOf(subject, once, name));
  if (last === undefined) return false;
  return once.every === undefined || againAt(work, last, once.every, subject) > work.now;
}

/** Uses it up for an effect that is under way. */
export function take({ state, now }: Work, subject: Subject, once: Once, name: string): Taken {
  const mark = markOf(subject, once, name);
  const before = state.used(mark);
  state.use(mark, now);
  return { mark, ...(before !== undefined && { before }) };
}

export function markUsed(work: Work, subject: Subject, once: Once, name: string): void {
  work.state.use(markOf(subject, once, name), work.now);
}

export type Subject = Pick<Running, 'key' | 'order' | 'customer'>;

/** The name under which it is remembered that something is used up: its own, or that of its group, which no trigger can have. */
export function markOf({ key, order, customer }: Subject, { per, group }: Once, name: string): string {
  const whom = per === 'order' ? (order ?? key) : per === 'customer' ? (customer ?? key) : key;
  return `${group === undefined ? name : `@${group}`}|${per}|${whom}`;
}

/** Calendar units are counted where the customer lives. */
function againAt(work: Work, last: Instant, every: Duration, subject: Subject): Instant {
  const { calendars } = work.program.facts;
  return addSpan(last, { for: every }, { zone: zoneFor(work.ambient, subject), calendars }) ?? instant(Infinity);
}

/** Whom a step concerns: within a loop over orders or customers it is the element. */
export function subjectAt({ key }: Running, { order, customer }: Pick<Place, 'order' | 'customer'>): Subject {
  return { key, ...(order !== undefined && { order }), ...(customer !== undefined && { customer }) };
}

/** Steps with `once` that the instance leaves on its way to the path are done, unless it was their `onError` that went on. */
export function leaveFor(work: Work, trigger: CompiledTrigger, instance: Running, path: string): void {
  for (const node of trigger.onceAround) {
    if (!isWithin(instance.step, node) || isWithin(path, node) || isWithin(instance.step, handlerOf(node))) continue;
    const subject = subjectAt(instance, placeOf(instance, node, work.ambient));
    markUsed(work, subject, node.once!, `${trigger.code}/${node.path}`);
  }
}

export function isWithin(path: string, around: Pick<Node, 'path'>): boolean {
  return path.startsWith(`${around.path}/`);
}

/** The list of steps under the `onError` of a step. */
export function handlerOf({ path }: Pick<Node, 'path'>): Pick<Node, 'path'> {
  return { path: `${path}/onError` };
}
