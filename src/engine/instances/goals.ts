import { customerDecides, type Instance } from '../../model/instance.js';
import { instant, parseInstant, type Instant } from '../../model/instant.js';
import { addSpan } from '../../model/span.js';
import { day } from '../../model/zone.js';
import type { CompiledTrigger, Goal } from '../program.js';
import { scopeOf } from '../scope.js';
import type { About } from '../state.js';
import { zoneFor } from '../time/zone.js';
import { noteOn, triggerOf, type Work } from '../work.js';
import { matches, type Seen } from './exits.js';

/** Without `within` a goal still counts so long after the instance ended. */
const countedAfterEnd = 30 * day;

/** So many instances that ended are watched for one customer or order, the latest. */
const watchedOfSubject = 50;

/** An instance that ended, with what the conditions of its goal read. */
interface Parked {
  readonly instance: Instance;
  readonly until: string;
}

/** Notes the goal of a live instance, once; returns the instance as it is then. */
export function reachGoal(work: Work, trigger: CompiledTrigger, instance: Instance, seen: Seen): Instance {
  const { goal } = trigger;
  if (goal === undefined || instance.reached !== undefined) return instance;
  if (work.now > (endOf(work, goal, instance) ?? Infinity) || !matches(work, instance, goal, seen)) return instance;
  const value = goal.value?.evaluate(scopeOf(instance, work.ambient, seen.variable));
  noteOn(work, trigger, instance, 'goal', undefined, typeof value === 'number' ? { value } : {});
  return { ...instance, reached: work.now };
}

/** Goes on watching for the goal of an instance that ends without having reached it. */
export function watchGoal(work: Work, trigger: CompiledTrigger, instance: Instance): void {
  if (trigger.goal === undefined || instance.reached !== undefined) return;
  const until = endOf(work, trigger.goal, instance) ?? instant(work.now + countedAfterEnd);
  const name = nameOf(instance);
  if (name === undefined || until < work.now) return;
  const parked = read(work, name).filter(isOpen(work.now));
  const kept: Instance = { ...instance, heard: undefined, had: undefined };
  write(work, name, [...parked, { instance: kept, until: new Date(until).toISOString() }].slice(-watchedOfSubject));
}

/** Goals of instances that ended before. */
export function reachGoals(work: Work, about: About, seen: Seen): void {
  for (const name of [nameOf({ customer: about.customer }), nameOf({ order: about.order }), nameOf(about.phone)]) {
    const all = name === undefined ? [] : read(work, name);
    if (name === undefined || all.length === 0) continue;
    const open = all.filter(isOpen(work.now)).filter(({ instance }) => {
      if (about.order !== instance.order && !customerDecides(instance, about.order)) return true;
      const trigger = triggerOf(work, instance);
      return trigger !== undefined && reachGoal(work, trigger, instance, seen).reached === undefined;
    });
    if (open.length !== all.length) write(work, name, open);
  }
}

/** Those of a customer that was merged go on with the survivor. */
export function mergeGoals(work: Work, gone: string, survivor: string): void {
  const [from, to] = [`goals:customer/${gone}`, `goals:customer/${survivor}`];
  const moved = read(work, from).map(({ instance, until }): Parked => ({
    instance: { ...instance, customer: survivor },
    until,
  }));
  if (moved.length === 0) return;
  write(work, to, [...read(work, to), ...moved].slice(-watchedOfSubject));
  write(work, from, []);
}

/** Those of a trigger that got another code are watched under it. */
export function carryGoals(state: Work['state'], renamed: (instance: Instance) => Instance): void {
  for (const [name] of state.memosUnder('goals:')) {
    const parked = read({ state }, name);
    const after = parked.map(({ instance, until }): Parked => ({ instance: renamed(instance), until }));
    if (after.some(({ instance }, index) => instance !== parked[index]!.instance)) write({ state }, name, after);
  }
}

function endOf(work: Work, { within }: Goal, { enteredAt, order, customer }: Instance): Instant | undefined {
  if (within === undefined) return undefined;
  const zone = zoneFor(work.ambient, { order, customer });
  return addSpan(enteredAt, { for: within }, { zone, calendars: work.program.facts.calendars });
}

function isOpen(now: Instant): (parked: Parked) => boolean {
  return ({ until }) => (parseInstant(until) ?? 0) >= now;
}

/** By customer when there is one: their other orders and events without an order find it there. */
function nameOf(about: string | About | undefined): string | undefined {
  if (about === undefined) return undefined;
  if (typeof about === 'string') return `goals:phone/${about}`;
  if (about.customer !== undefined) return `goals:customer/${about.customer}`;
  if (about.order !== undefined) return `goals:order/${about.order}`;
  return about.phone === undefined ? undefined : `goals:phone/${about.phone}`;
}

function read({ state }: Pick<Work, 'state'>, name: string): readonly Parked[] {
  const text = state.memo(name);
  // Written below.
  return text === undefined || text === '' ? [] : (JSON.parse(text) as readonly Parked[]);
}

function write({ state }: Pick<Work, 'state'>, name: string, parked: readonly Parked[]): void {
  state.setMemo(name, parked.length === 0 ? undefined : JSON.stringify(parked));
}
