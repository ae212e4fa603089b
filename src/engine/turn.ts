import type { Effect, EffectResult } from '../model/effect.js';
import type { Event } from '../model/event.js';
import type { JournalRecord, Timer } from '../model/instance.js';

/** What a host gives the engine, one at a time, in the order of docs/engine.md#a-turn. */
export type Input =
  | { readonly kind: 'event'; readonly event: Event }
  | { readonly kind: 'timer'; readonly timer: Timer }
  | { readonly kind: 'result'; readonly effect: string; readonly instance: string; readonly result: EffectResult }
  /** An operator ends a waiting instance. */
  | { readonly kind: 'cancel'; readonly instance: string; readonly reason: string };

/** What a turn produced, in order. State was changed through the port. */
export interface TurnOutcome {
  /** New or changed outcomes: `done` = admitted, to be carried out by the host, which then gives back a `result`. */
  readonly effects: readonly Effect[];
  readonly journal: readonly JournalRecord[];
}
