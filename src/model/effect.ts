import type { Cause, Event } from './event.js';
import type { Instant } from './instant.js';

export type Outcome = 'done' | 'deferred' | 'skipped';

/**
 * What an instance wants done in the world. `id` = uuid5(instance, step path) and never changes, however often
 * the effect is deferred; the host keeps the last outcome of an id.
 */
export interface Effect {
  readonly id: string;
  readonly at: Instant;
  /** Address of the trigger. */
  readonly trigger: string;
  readonly instance: string;
  /** Path of the step from the root: `legs`, `ladder#2/call`. */
  readonly step: string;
  /** Name of the action: `send`, `task`, `set` … */
  readonly type: string;
  /** The instance's key, for people: `order/17`. */
  readonly key: string;
  readonly customer?: string;
  readonly order?: string;
  readonly channel?: string;
  readonly template?: string;
  /** What the action's executor needs, JSON; texts are rendered when `data` is read. */
  readonly data: Record<string, unknown>;
  readonly outcome: Outcome;
  readonly reason?: string;
  /** Deferred: when it will be looked at again. */
  readonly until?: Instant;
  /** Id of the event, timer or schedule that started the instance. */
  readonly causedBy: string;
  readonly depth: number;
  /** Of the effects of one line only the newest counts: older ones that have not gone out yet give way to it. */
  readonly line?: string;
}

/** What an event says of the effect that brought it about. */
export function causeOf({ id: effect, trigger, instance, depth }: Effect): Cause {
  return { effect, trigger, instance, depth };
}

/** Id of the nth event (from 0) that tells of what an effect did, whoever tells of it. */
export function toldId(effect: string, index: number): string {
  return index === 0 ? effect : `${effect}/${index + 1}`;
}

/** What an effect did, as the nth event that tells of it: marked as our own. */
export function toldBy(
  effect: Effect,
  index: number,
  { type, data }: Pick<Event, 'type' | 'data'>,
  at: Instant,
): Event {
  return { id: toldId(effect.id, index), source: 'crmctl', type, at, data, cause: causeOf(effect) };
}

/** What came of an effect that was carried out. `values` are readable as `steps.<id>.<name>`. */
export interface EffectResult {
  readonly outcome: 'done' | 'failed' | 'unknown' | 'skipped';
  readonly values?: Record<string, unknown>;
  readonly error?: string;
}
