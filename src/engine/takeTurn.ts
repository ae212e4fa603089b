import type { EffectResult } from '../model/effect.js';
import type { Event } from '../model/event.js';
import { formatInstant, type Instant } from '../model/instant.js';
import type { Instance, Timer } from '../model/instance.js';
import { fireDeadline, rescheduleDeadlines } from './deadlines.js';
import { enter, type Occasion } from './enter.js';
import { exitReason, matches, namesOf, type Seen } from './exits.js';
import type { CompiledTrigger, Program } from './program.js';
import { fireSchedule } from './schedules.js';
import { eventVariable } from './scope.js';
import { updateSegments } from './segments.js';
import type { EngineState } from './state.js';
import { contextOf, markUsed, obey, perform, remember, runFrom } from './step.js';
import type { Input, TurnOutcome } from './turn.js';
import { applyEvent, type Applied } from './world.js';
import { beginWork, finish, noteOn, revisionFor, type Running, type Work } from './work.js';

/**
 * One input, all of its consequences: the state is changed through the port, effects and journal come back in order.
 * No clock, no randomness, no input or output (engine.md). `now` is the moment that the input belongs to, `wall` the one at which a host
 * that catches up handles it: what reaches customers is admitted by `wall`.
 */
export function takeTurn(
  program: Program,
  state: EngineState,
  input: Input,
  now: Instant,
  wall: Instant = now,
): TurnOutcome {
  const work = beginWork(program, state, now, wall);
  if (input.kind === 'event') takeEvent(work, input.event);
  else if (input.kind === 'timer') takeTimer(work, input.timer);
  else takeResult(work, input.instance, input.effect, input.result);
  return { effects: work.effects, journal: work.journal };
}

/** world update → waits, exits and goals of live instances → segment changes → entries (engine.md §3). */
function takeEvent(work: Work, event: Event): void {
  const { state } = work;
  const isNew = newcomers(work, event);
  const applied = applyEvent(state.world, event);
  const changed = applied.changes.map(({ field }) => field);
  const seenEvent: Event = {
    ...event,
    data: { ...event.data, ...(applied.changes.length > 0 && { changes: applied.changes.map(publicName) }) },
  };
  if (applied.order !== undefined) rescheduleDeadlines(work, 'order', applied.order, isNew.order ? 'created' : changed);
  if (applied.customer !== undefined)
    rescheduleDeadlines(work, 'customer', applied.customer, isNew.customer ? 'created' : changed);
  moveInstances(work, applied);
  dispatch(work, seenEvent, applied, changed);
  if (applied.customer !== undefined)
    for (const membership of updateSegments(work, applied.customer, event.id))
      dispatch(work, membership, { changes: [], customer: applied.customer }, []);
}

/** Which of its entities the world did not know before. */
function newcomers({ state }: Work, { data }: Event): { order: boolean; customer: boolean } {
  const id = (value: unknown): string | undefined => {
    const found = (value as { id?: unknown } | null | undefined)?.id;
    return found === undefined || found === null ? undefined : String(found);
  };
  const order = id(data.order);
  const customer = id(data.customer) ?? id(data.order?.['customer']);
  return {
    order: order !== undefined && state.world.record('order', order) === undefined,
    customer: customer !== undefined && state.world.record('customer', customer) === undefined,
  };
}

/** Carts and loyalty accounts are kept with the customer; triggers know them by their own names. */
function publicName<C extends { readonly field: string }>(change: C): C {
  return { ...change, field: change.field.replace(/^customer\.(?=cart\b|loyaltyAccount\b)/, '') };
}

/** Instances of customers that were merged go on with the survivor. */
function moveInstances({ state }: Work, { merged = [], customer }: Applied): void {
  if (customer === undefined) return;
  for (const gone of merged)
    for (const instance of state.concerning({ customer: gone })) state.save({ ...instance, customer });
}

/** Live instances first, entries after: a ladder's step ends before the next begins. */
function dispatch(work: Work, event: Event, about: Applied, changed: readonly string[]): void {
  const seen: Seen = { names: namesOf(event.type, changed), variable: eventVariable(event, '') };
  for (const instance of work.state.concerning(about)) wake(work, instance, seen);
  for (const form of listenersOf(work.program, event, changed)) {
    const occasion: Occasion = {
      id: event.id,
      event: eventVariable(event, form.name),
      ...(about.order !== undefined && { order: about.order }),
      ...(about.customer !== undefined && { customer: about.customer }),
      ...(about.phone !== undefined && { phone: about.phone }),
      ...(event.cause !== undefined && { cause: event.cause }),
      ...(event.own === true && { own: true }),
    };
    for (const match of form.word.match?.(form.spec, event, work.ambient) ?? []) enter(work, form, match, occasion);
  }
}

function listenersOf({ listeners }: Program, event: Event, changed: readonly string[]) {
  const byType = listeners.get(event.type) ?? [];
  if (changed.length === 0) return byType;
  const found = new Set(byType);
  for (const field of new Set(changed.map((each) => publicName({ field: each }).field)))
    for (const form of listeners.get(`changed:${field}`) ?? []) found.add(form);
  return [...found].sort(
    (a, b) =>
      b.trigger.priority - a.trigger.priority ||
      (a.trigger.code < b.trigger.code ? -1 : a.trigger.code > b.trigger.code ? 1 : a.index - b.index),
  );
}

function wake(work: Work, instance: Instance, seen: Seen): void {
  const trigger = revisionFor(work, instance);
  if (trigger === undefined) return;
  const reached = trigger.goal !== undefined && matches(work, instance, trigger.goal, seen);
  if (reached) noteOn(work, trigger, instance, 'goal');
  const exit = exitReason(work, trigger, instance, seen);
  if (exit !== undefined) return finish(work, trigger, { ...instance }, 'exited', exit);
  if (instance.wait?.for !== 'event') return;
  const node = trigger.nodes[positionOf(trigger, instance)];
  if (node?.patterns.some((pattern) => matches(work, instance, pattern, seen)) !== true) return;
  resume(work, instance, { by: 'event', event: seen.variable });
}

function takeTimer(work: Work, timer: Timer): void {
  const { state } = work;
  state.disarm(timer.id);
  if (timer.kind === 'deadline') return fireDeadline(work, timer);
  if (timer.kind === 'schedule') return fireSchedule(work, timer);
  if (timer.kind === 'segment') {
    const customer = (timer.subject ?? '').slice('customer/'.length);
    for (const membership of updateSegments(work, customer, `${timer.id}@${formatInstant(timer.due)}`))
      dispatch(work, membership, { changes: [], customer }, []);
    return;
  }
  const instance = state.instance(timer.owner);
  if (instance?.status === 'waiting') resume(work, instance, { by: 'time' });
}

/** A wait is over: by time, or by the event that was waited for. */
function resume(
  work: Work,
  waiting: Instance,
  woken: { readonly by: 'time' } | { readonly by: 'event'; readonly event: Seen['variable'] },
): void {
  const trigger = revisionFor(work, waiting);
  if (trigger === undefined) return;
  const { wait, ...rest } = waiting;
  const instance: Running = { ...rest, revision: trigger.revision };
  const position = positionOf(trigger, waiting);
  const node = trigger.nodes[position];
  if (node === undefined) return finish(work, trigger, instance, 'failed', 'step-is-gone');
  const exit = exitReason(work, trigger, instance);
  if (exit !== undefined) return finish(work, trigger, instance, 'exited', exit);
  const next =
    wait?.for === 'admission'
      ? perform(work, trigger, instance, node)
      : obey(
          work,
          trigger,
          instance,
          node,
          node.flow?.resume?.(contextOf(work, instance, node), woken) ?? { do: 'next' },
          position,
        );
  if (next !== undefined) runFrom(work, trigger, instance, next);
}

/** What came of an effect: remembered as `steps.<id>`; a failure goes where `onError` says. */
function takeResult(work: Work, id: string, effect: string, result: EffectResult): void {
  const waiting = work.state.instance(id);
  if (waiting?.status !== 'waiting' || waiting.wait?.for !== 'result' || waiting.wait.effect !== effect) return;
  const trigger = revisionFor(work, waiting);
  if (trigger === undefined) return;
  const { wait: _wait, ...rest } = waiting;
  const instance: Running = { ...rest, revision: trigger.revision };
  const node = trigger.nodes[positionOf(trigger, waiting)];
  if (node === undefined) return finish(work, trigger, instance, 'failed', 'step-is-gone');
  remember(instance, node, {
    ok: result.outcome === 'done',
    ...result.values,
    ...(result.outcome !== 'done' && { reason: result.error ?? result.outcome }),
  });
  if (result.outcome === 'failed' && node.onError === 'fail')
    return finish(work, trigger, instance, 'failed', result.error ?? 'effect-failed');
  if (result.outcome === 'done' && node.once !== undefined)
    markUsed(work, instance, node.once, `${trigger.code}/${node.path}`);
  runFrom(
    work,
    trigger,
    instance,
    result.outcome === 'failed' && typeof node.onError === 'number' ? node.onError : node.next,
  );
}

/** Where an instance stands in a revision: its step, or the one that `migrate` puts in its place; -1 when neither exists. */
function positionOf(trigger: CompiledTrigger, { step }: Instance): number {
  return trigger.nodeOfPath.get(step) ?? trigger.nodeOfPath.get(trigger.migrate[step] ?? '') ?? -1;
}
