import type { Ambient, Expression, Scope } from '../language/scope.js';
import type { Effect } from '../model/effect.js';
import type { Instance, JournalRecord } from '../model/instance.js';
import type { Instant } from '../model/instant.js';
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
