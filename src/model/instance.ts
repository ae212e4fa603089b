import type { Instant } from './instant.js';

export type InstanceStatus = 'waiting' | 'completed' | 'exited' | 'stopped' | 'failed';

/** What an instance waits for. */
export type Wait =
  /** A moment; `intent` says in words what it stands for, so that it can be recomputed: `11:00 Asia/Almaty`; `spread`: it is over, and ends later than the others. */
  | { readonly for: 'moment'; readonly due: Instant; readonly intent?: string }
  /** One of these events (a `waitFor` step), or the time-out. */
  | { readonly for: 'event'; readonly due?: Instant }
  /** The result of an effect that was handed to the host; `follows`: of the one that an action brought with it; `once`: what its step uses up. */
  | { readonly for: 'result'; readonly effect: string; readonly follows?: true; readonly once?: Taken }
  | Admission;

/** Used up while an effect is under way, so that no other uses it too; if nothing comes of the effect it is as `before`. */
export interface Taken {
  readonly mark: string;
  readonly before?: Instant;
}

/**
 * Something scarce, or a message that is held back until then; `place`: in the queue of those who want to go at that moment; `spread`: it has
 * got a moment of its own once, and gets no other.
 */
export interface Admission {
  readonly for: 'admission';
  readonly due: Instant;
  readonly effect: string;
  readonly place?: number;
  readonly spread?: true;
}

/** An element of a list that steps go through; `key` tells it apart from the others and belongs to the path of its steps. */
export interface ListElement {
  readonly key: string;
  readonly value: unknown;
}

/** An event that one of its parts may be of: of several payments that it changes each is heard of by itself. */
export interface EventPart {
  readonly id: string;
  readonly part?: number;
}

/** An event that came before the step that waits for it; `names`: its condition is asked only when the step is reached, by these names of the event. */
export interface Heard extends EventPart {
  readonly names?: readonly string[];
  readonly variable: Readonly<Record<string, unknown>>;
}

/** An event that a round of a `repeat` had; `rounds`: of the loops around the step, the outermost first. */
export interface Had extends EventPart {
  readonly rounds: readonly number[];
}

/** One run of a trigger: data only, resumable by any host from this record alone. */
export interface Instance {
  /** uuid5(trigger code, key, episode) */
  readonly id: string;
  /** Code of the trigger. */
  readonly trigger: string;
  /** Digest of the compiled trigger that it runs on. */
  readonly revision: string;
  readonly key: string;
  readonly episode: string;
  readonly status: InstanceStatus;
  /** Path of the step at which it stands: `ladder#2/call`; empty when ended. */
  readonly step: string;
  /** Round of every loop that it stands in, from 1, by path of the loop. */
  readonly rounds: Readonly<Record<string, number>>;
  /** What each loop over a list goes through, as it was when it began, by path of the loop. */
  readonly elements?: Readonly<Record<string, readonly ListElement[]>> | undefined;
  /** Parameters of the sequences that it stands in, by path of the call. */
  readonly params?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  readonly enteredAt: Instant;
  readonly stepEnteredAt: Instant;
  readonly wait?: Wait | undefined;
  readonly vars: Readonly<Record<string, unknown>>;
  /** Results of steps, by id. */
  readonly steps: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Immutable snapshot at entry: `event order customer at` and the bound element. */
  readonly entry: Readonly<Record<string, unknown>>;
  /** Whom it concerns; ids as text. */
  readonly order?: string;
  readonly customer?: string;
  readonly phone?: string;
  /** Its key names the customer and leaves the order out: whatever concerns the customer concerns it. */
  readonly ofCustomer?: true;
  readonly causedBy: string;
  readonly depth: number;
  /** Effects that reach the customer are suppressed. */
  readonly suppressed?: 'control' | 'holdout';
  /** Why it ended. */
  readonly reason?: string;
  /** Events that a later `waitFor` with `since: entry` shall find, as they came, by the path of the step. */
  readonly heard?: Readonly<Record<string, readonly Heard[]>> | undefined;
  /** Events that a `waitFor` which looks back found in earlier rounds, by the path of the step. */
  readonly had?: Readonly<Record<string, readonly Had[]>> | undefined;
  /** When its goal was reached; counted once. */
  readonly reached?: Instant;
}

/** A moment at which the engine wants to be called. Arming an id again replaces it. */
export interface Timer {
  readonly id: string;
  readonly due: Instant;
  /** Of the trigger: higher first among equal moments. */
  readonly priority: number;
  readonly kind: 'instance' | 'deadline' | 'schedule' | 'segment';
  /** Id of the instance, or the form's id. */
  readonly owner: string;
  /** Entity for deadlines and segments: `order/17`, `customer/7`. */
  readonly subject?: string;
  /** Counts up with every arming of the same id. */
  readonly generation: number;
}

/** Why a condition came out as it did. Moments are ISO 8601 UTC, durations as YAML writes them; what is missing has no `value`. */
export interface Because {
  /** The part of the condition that decided: the first that was not true of an `&&`, the first that was of an `||`. */
  readonly source: string;
  readonly value?: unknown;
  /** The fields and calls that it read. */
  readonly values: readonly { readonly source: string; readonly value?: unknown }[];
}

/** One line of the append-only journal: why, and why not. */
export interface JournalRecord {
  readonly at: Instant;
  readonly trigger: string;
  readonly instance?: string;
  readonly key?: string;
  readonly order?: string;
  readonly customer?: string;
  readonly step?: string;
  /** `entered ignored refused skipped deferred exited stopped completed failed goal unchanged`. */
  readonly what: string;
  /** `refused`: the key of the condition, `where` or `when`; `skipped`: `if` or `once`; else a reason code. */
  readonly reason?: string;
  /** Of `refused`, `skipped: if` and `exited` by a condition: what decided. */
  readonly because?: Because;
  readonly causedBy: string;
  readonly revision: string;
  /** What a goal that was reached is worth. */
  readonly value?: number;
}

/** Whether the customer decides if an event about this order (or none) concerns an instance: not where both have an order of their own. */
export function customerDecides(
  { order, ofCustomer }: Pick<Instance, 'order' | 'ofCustomer'>,
  about: string | undefined,
): boolean {
  return about === undefined || order === undefined || ofCustomer === true;
}
