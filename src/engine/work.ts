import type { Ambient, Expression, Scope } from '../language/scope.js';
import type { Effect } from '../model/effect.js';
import { instant, type Instant } from '../model/instant.js';
import type { Because, Instance, JournalRecord } from '../model/instance.js';
import { watchGoal } from './instances/goals.js';
import type { CompiledTrigger, Program } from './program.js';
import { ambientOf } from './scope.js';
import type { EngineState } from './state.js';

/** One turn under way: what every part of the engine reads and where it leaves what it decided. */
export interface Work {
  readonly program: Program;
  readonly state: EngineState;
  readonly now: Instant;
  /** When a host that catches up handles it; equal to `now` otherwise. */
  readonly wall: Instant;
  readonly ambient: Ambient;
  /** The journal also tells which conditions were false, and by what. */
  readonly explains: boolean;
  readonly effects: Effect[];
  readonly journal: JournalRecord[];
}

/** An instance while it runs; it is frozen again when it is saved. `wait`: what it waited for last, as long as that timer may still be armed. */
export type Running = { -readonly [K in keyof Instance]: Instance[K] };

export function beginWork(program: Program, state: EngineState, now: Instant, wall: Instant, explains: boolean): Work {
  return { program, state, now, wall, explains, ambient: ambientOf(program, state, now), effects: [], journal: [] };
}

/** The revision an instance runs on; the current one when its own is no longer known. */
export function triggerOf({ program }: Work, { revision, trigger }: Instance): CompiledTrigger | undefined {
  return program.revisions.get(revision) ?? program.triggers.get(trigger);
}

export function note(
  work: Work,
  trigger: CompiledTrigger,
  record: Pick<JournalRecord, 'what' | 'causedBy'> & Partial<JournalRecord>,
): void {
  work.journal.push({ at: work.now, trigger: trigger.address, revision: trigger.revision, ...record });
}

export function noteOn(
  work: Work,
  trigger: CompiledTrigger,
  instance: Instance,
  what: string,
  reason?: string,
  more?: Pick<JournalRecord, 'value' | 'because'>,
): void {
  const record: { -readonly [K in keyof JournalRecord]: JournalRecord[K] } = {
    at: work.now,
    trigger: trigger.address,
    revision: trigger.revision,
    what,
    instance: instance.id,
    key: instance.key,
    causedBy: instance.causedBy,
  };
  if (instance.order !== undefined) record.order = instance.order;
  if (instance.customer !== undefined) record.customer = instance.customer;
  if (instance.step !== '') record.step = instance.step;
  if (reason !== undefined) record.reason = reason;
  work.journal.push(more === undefined ? record : { ...record, ...more });
}

/** A condition was false, so that nothing came of an occasion: of no use to those who only count. */
export function refuse(
  work: Work,
  trigger: CompiledTrigger,
  reason: 'where' | 'when',
  condition: Expression,
  scope: Scope,
  { id, order, customer }: { readonly id: string; readonly order?: string; readonly customer?: string },
): void {
  if (!work.explains) return;
  note(work, trigger, {
    what: 'refused',
    reason,
    because: condition.because(scope),
    causedBy: id,
    ...(order !== undefined && { order }),
    ...(customer !== undefined && { customer }),
  });
}

/**
 * The timer of whoever waits for a moment. Timers of one moment and one priority fire in the order of their ids: who queues is served as they
 * came.
 */
function timerIdOf(instance: string, wait: Instance['wait']): string | undefined {
  if (wait === undefined || !('due' in wait)) return undefined;
  const place = wait.for === 'admission' ? wait.place : undefined;
  return place === undefined ? `instance:${instance}` : `admission:${String(place).padStart(12, '0')}:${instance}`;
}

/** Ends an instance: its timer goes, what only a run needs is dropped. */
export function finish(
  work: Work,
  trigger: CompiledTrigger,
  instance: Running,
  status: Exclude<Instance['status'], 'waiting'>,
  reason?: string,
  because?: Because,
): void {
  noteOn(work, trigger, instance, status, reason, because && { because });
  const timer = timerIdOf(instance.id, instance.wait);
  if (timer !== undefined) work.state.disarm(timer);
  giveBack(work, instance.wait);
  watchGoal(work, trigger, instance);
  work.state.save({
    ...instance,
    status,
    step: '',
    vars: nothing,
    steps: nothing,
    entry: nothing,
    rounds: nothing,
    wait: undefined,
    heard: undefined,
    elements: undefined,
    params: undefined,
    ...(reason !== undefined && { reason }),
  });
}

const nothing: Readonly<Record<string, never>> = {};

/** Nothing comes of the effect that is under way: what its step used up is free again. */
export function giveBack({ state }: Work, wait: Instance['wait']): void {
  if (wait?.for === 'result' && wait.once !== undefined) state.use(wait.once.mark, wait.once.before);
}

/** Leaves an instance waiting; `due` arms its timer, else it has none. */
export function suspend(
  work: Work,
  trigger: CompiledTrigger,
  instance: Running,
  wait: NonNullable<Instance['wait']>,
): void {
  const before = timerIdOf(instance.id, instance.wait);
  const id = timerIdOf(instance.id, wait);
  if (before !== undefined && before !== id) work.state.disarm(before);
  if (id !== undefined && 'due' in wait) {
    const generation = ((before === id && work.state.timer(id)?.generation) || 0) + 1;
    work.state.arm({
      id,
      due: instant(Math.max(wait.due, work.now)),
      priority: trigger.priority,
      kind: 'instance',
      owner: instance.id,
      generation,
    });
  }
  work.state.save({ ...instance, status: 'waiting', wait });
}
