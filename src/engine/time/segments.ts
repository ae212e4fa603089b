import type { Entity } from '../../language/scope.js';
import type { Event } from '../../model/event.js';
import { instant, type Instant } from '../../model/instant.js';
import { remembered } from '../../model/remembered.js';
import { day } from '../../model/zone.js';
import type { CompiledSegment, Program } from '../program.js';
import type { Work } from '../work.js';
import type { Applied } from '../world.js';
import { listOfOrders, touches, watchedBy } from './watches.js';

/** Whether an event may have changed a customer's memberships. What time alone changes comes by its timer. */
export function mayMoveSegments(work: Work, customer: string, { changes, isNew, moved }: Applied): boolean {
  const { program, state, now } = work;
  if (program.segments.length === 0) return false;
  const isWatched = watchedIn(program);
  if (isWatched === undefined || isNew.customer || moved.customer) return true;
  if ((moved.order && isWatched(listOfOrders)) || changes.some(({ field }) => isWatched(field))) return true;
  const timer = state.timer(segmentTimerId(customer));
  return timer === undefined || timer.due <= now;
}

const watchedBySegments = new WeakMap<Program, { readonly isWatched: ((field: string) => boolean) | undefined }>();

/** Whether a field of a customer moves some segment; `undefined`: anything may. */
function watchedIn(program: Program): ((field: string) => boolean) | undefined {
  let known = watchedBySegments.get(program);
  if (known === undefined) watchedBySegments.set(program, (known = { isWatched: buildWatched(program) }));
  return known.isWatched;
}

function buildWatched({ segments, fields }: Program): ((field: string) => boolean) | undefined {
  const expressions = segments.flatMap(expressionsOf);
  if (expressions.some((each) => each.looksAround || each.flips !== undefined || each.crossings === undefined))
    return undefined;
  const watched = watchedBy(
    expressions.flatMap(({ reads }) => reads),
    (object) => (object === 'customer' ? fields.customer : undefined),
  );
  return watched && remembered((field) => watched.some((path) => touches(path, field)));
}

/**
 * Brings a customer's memberships up to date and says what changed, as events of the engine's own. The next moment
 * at which time alone can change them is armed: nobody is ever rescanned (docs/engine.md#time).
 */
export function updateSegments(work: Work, customer: string, cause: string): readonly Event[] {
  const { program, state } = work;
  if (program.segments.length === 0) return none;
  const before = state.world.segmentsOf(customer);
  const data = state.world.customer(customer);
  const after = data === undefined ? none : membershipsOf(work, data);
  armNextChange(work, customer, data && nextChange(work, data));
  if (before === after || (before.length === after.length && before.every((code, index) => code === after[index])))
    return none;
  state.world.setSegments(customer, after);
  const left = before.filter((code) => !after.includes(code)).map((segment) => ({ verb: 'left', segment }));
  const entered = after.filter((code) => !before.includes(code)).map((segment) => ({ verb: 'entered', segment }));
  return [...left, ...entered].map(({ verb, segment }) => ({
    id: `${cause}:${customer}:${segment}:${verb}`,
    source: 'crmctl',
    type: `segment.${verb}`,
    at: work.now,
    data: { segment, customer: { id: customer } },
  }));
}

const none: readonly never[] = [];

/** Codes in the order of the program. Segments of a Segmentation exclude each other: the first that matches wins. */
function membershipsOf({ program, ambient, now }: Work, customer: Entity): readonly string[] {
  const scope = { customer, now, ambient };
  const decided = new Set<string>();
  const codes: string[] = [];
  let asked: CompiledSegment['of'];
  let isAsked = true;
  for (const { code, exclusive, of, where } of program.segments) {
    if (exclusive !== undefined && decided.has(exclusive)) continue;
    // Those of one Segmentation have it in common.
    if (of !== asked) {
      asked = of;
      isAsked = of === undefined || of.evaluate(scope) === true;
    }
    if (!isAsked || (where !== undefined && where.evaluate(scope) !== true)) continue;
    if (exclusive !== undefined) decided.add(exclusive);
    codes.push(code);
  }
  return shared(program, codes);
}

const sharedBy = new WeakMap<Program, Map<string, readonly string[]>>();

/** One list for all customers who are in the same segments: there are few such lists, and a million customers. */
function shared(program: Program, codes: readonly string[]): readonly string[] {
  let lists = sharedBy.get(program);
  if (lists === undefined) sharedBy.set(program, (lists = new Map<string, readonly string[]>()));
  const key = codes.length === 1 ? codes[0]! : codes.join(' ');
  let list = lists.get(key);
  // The list that was built has room for more.
  if (list === undefined) lists.set(key, (list = [...codes]));
  return list;
}

function segmentTimerId(customer: string): string {
  return `segment:${customer}`;
}

function armNextChange(work: Work, id: string, next: Instant | undefined): void {
  const timer = segmentTimerId(id);
  if (next === undefined) return work.state.disarm(timer);
  const known = work.state.timer(timer);
  if (known?.due === next) return;
  work.state.arm({
    id: timer,
    due: next,
    priority: 100,
    kind: 'segment',
    owner: 'segments',
    subject: `customer/${id}`,
    generation: (known?.generation ?? 0) + 1,
  });
}

/** The first moment after now at which one of the conditions may change its answer without an event. */
function nextChange(work: Work, customer: Entity): Instant | undefined {
  let first: Instant | undefined;
  for (const clock of clocksOf(work.program)) {
    const at = clock(customer, work);
    if (at !== undefined && (first === undefined || at < first)) first = at;
  }
  return first;
}

type SegmentClock = (customer: Entity, work: Work) => Instant | undefined;

const clocksOfProgram = new WeakMap<Program, readonly SegmentClock[]>();

function clocksOf(program: Program): readonly SegmentClock[] {
  let clocks = clocksOfProgram.get(program);
  if (clocks === undefined) clocksOfProgram.set(program, (clocks = buildClocks(program)));
  return clocks;
}

function buildClocks(program: Program): readonly SegmentClock[] {
  const fields = program.fields.customer;
  const constants = new Map<string, Set<number>>();
  const clocks: SegmentClock[] = [];
  let daily = false;
  for (const expression of program.segments.flatMap(expressionsOf)) {
    if (expression.crossings === undefined) daily = true;
    for (const [path, known] of expression.crossings ?? [])
      if (path.startsWith('customer.')) constants.set(path, new Set([...(constants.get(path) ?? []), ...known]));
    const { flips } = expression;
    if (flips !== undefined)
      clocks.push((customer, { now, ambient }) => flips({ customer, now, ambient }).find((at) => at > now));
  }
  for (const [path, values] of constants) {
    const crosses = fields[path.slice('customer.'.length)]?.crosses;
    const sorted = [...values].sort((a, b) => a - b);
    if (crosses !== undefined)
      clocks.push((customer, { now, ambient }) => crosses(customer, sorted, ambient).find((at) => at > now));
  }
  // It is not known when the answer changes: everybody is looked at once a day, as `validate` says.
  if (daily) clocks.push((_customer, { now }) => instant(now + day));
  return clocks;
}

function expressionsOf({ of, where }: CompiledSegment) {
  return [of, where].filter((expression) => expression !== undefined);
}
