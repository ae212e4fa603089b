import type { Entity } from '../../language/scope.js';
import type { Duration } from '../../model/duration.js';
import { customerDecides, type EventPart, type Instance } from '../../model/instance.js';
import type { Instant } from '../../model/instant.js';
import { addSpan } from '../../model/span.js';
import type { About } from '../state.js';
import { zoneFor } from '../time/zone.js';
import type { Work } from '../work.js';
import type { Seen } from './exits.js';

/** So many events that somebody looks back for are kept of one order, customer or phone: the latest. */
const keptOfSubject = 50;

/** An event of the past, as those who look back see it. */
interface Recent extends About, EventPart {
  readonly at: Instant;
  readonly names: readonly string[];
  readonly variable: Entity;
}

/** Keeps an event for the steps that look back so far. */
export function keepRecent(work: Work, { order, customer, phone }: About, { names, variable, id, part }: Seen): void {
  const { kept } = work.program;
  const horizon = Math.max(0, ...kept.values());
  if (![...names].some((name) => kept.has(name))) return;
  const recent: Recent = {
    id,
    ...(part !== undefined && { part }),
    at: work.now,
    names: [...names].sort(),
    variable,
    order,
    customer,
    phone,
  };
  for (const subject of subjectsOf(recent)) {
    const others = read(work, subject).filter(({ at }) => at >= work.now - horizon);
    work.state.setMemo(subject, JSON.stringify([...others, recent].slice(-keptOfSubject)));
  }
}

/** Events since so long before the step, the first ones first; the one by which the instance entered is not meant. */
export function recall(work: Work, instance: Instance, since: Duration): readonly Recent[] {
  const { stepEnteredAt, causedBy } = instance;
  const zone = zoneFor(work.ambient, instance);
  const { calendars } = work.program.facts;
  const from = addSpan(stepEnteredAt, { for: backwards(since) }, { zone, calendars }) ?? stepEnteredAt;
  return subjectsOf(instance)
    .flatMap((subject) => read(work, subject))
    .filter((recent) => recent.at >= from && recent.id !== causedBy && concerns(recent, instance))
    .sort((a, b) => a.at - b.at);
}

/** Those of a customer that was merged belong to the survivor. */
export function mergeRecent({ state }: Work, gone: string, survivor: string): void {
  const [from, to] = [nameOf('customer', gone), nameOf('customer', survivor)];
  const moved = read({ state }, from).map((recent): Recent => ({ ...recent, customer: survivor }));
  if (moved.length === 0) return;
  const all = [...read({ state }, to), ...moved].sort((a, b) => a.at - b.at);
  state.setMemo(to, JSON.stringify(all.slice(-keptOfSubject)));
  state.setMemo(from, undefined);
}

/** As for live instances: the same order where both have one, else the same customer, or the same phone of somebody unknown. */
function concerns(recent: About, instance: Instance): boolean {
  if (!customerDecides(instance, recent.order)) return recent.order === instance.order;
  if (recent.customer !== undefined && instance.customer !== undefined) return recent.customer === instance.customer;
  return recent.phone !== undefined && recent.phone === instance.phone;
}

function subjectsOf({ order, customer, phone }: About): readonly string[] {
  return [
    ...(order === undefined ? [] : [nameOf('order', order)]),
    ...(customer === undefined ? [] : [nameOf('customer', customer)]),
    ...(phone === undefined ? [] : [nameOf('phone', phone)]),
  ];
}

function nameOf(kind: string, id: string): string {
  return `recent:${kind}/${id}`;
}

function read({ state }: Pick<Work, 'state'>, subject: string): readonly Recent[] {
  const text = state.memo(subject);
  // Written above.
  return text === undefined || text === '' ? [] : (JSON.parse(text) as readonly Recent[]);
}

function backwards(duration: Duration): Duration {
  return duration.clock === 'elapsed'
    ? { clock: 'elapsed', milliseconds: -duration.milliseconds }
    : { clock: 'calendar', months: -duration.months, days: -duration.days };
}
