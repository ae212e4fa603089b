import type { Because } from './instance.js';

/** What operators see of a running environment and say to it: shapes of the automation API, shared by its client and its server. */

/** Whom it is about; every member narrows, none of them means everybody. */
export interface Selection {
  /** Code of a trigger. */
  readonly trigger?: string;
  /** Id of a customer, with all orders. */
  readonly customer?: string;
  /** Id of an order. */
  readonly order?: string;
}

/** A run of a trigger that waits. Moments are ISO 8601 UTC. */
export interface PendingRun {
  readonly instance: string;
  /** Address. */
  readonly trigger: string;
  readonly key: string;
  readonly order: string | null;
  readonly customer: string | null;
  /** Path of the step at which it waits. */
  readonly step: string;
  readonly enteredAt: string;
  readonly waitsFor: 'moment' | 'event' | 'result' | 'admission';
  /** When it goes on by itself; `null`: only an event or an effect moves it. */
  readonly due: string | null;
  /** It waits for this effect. */
  readonly effect: string | null;
  /** Why it was put off: `quiet`, `cap`, `spread`; `null`: it was not. */
  readonly reason: string | null;
  /** What holds it back, if an operator paused it. */
  readonly paused: string | null;
}

/** An effect with its place in the outbox. */
export interface OutboxEntry {
  readonly effect: string;
  readonly state: string;
  readonly at: string;
  readonly trigger: string;
  readonly instance: string;
  readonly step: string;
  readonly type: string;
  readonly key: string;
  readonly order: string | null;
  readonly customer: string | null;
  readonly channel: string | null;
  readonly template: string | null;
  readonly attempts: number;
  /** Why it stopped, was put off, or has to be tried again. */
  readonly reason: string | null;
  /** When it is tried again. */
  readonly next: string | null;
}

/** A line of the journal, as it is told. */
export interface JournalEntry {
  readonly at: string;
  readonly trigger: string;
  readonly what: string;
  readonly instance: string | null;
  readonly key: string | null;
  readonly order: string | null;
  readonly customer: string | null;
  readonly step: string | null;
  readonly reason: string | null;
  /** What decided, of a condition. */
  readonly because: Because | null;
  readonly causedBy: string;
  readonly value: number | null;
}

/** What the runner shall do before anything else. */
export type OperatorCommand =
  /** Ends waiting runs; what they had not sent yet is withdrawn. */
  | { readonly do: 'cancel'; readonly where: Selection; readonly by: string; readonly reason?: string }
  /** Settles dead and unknown effects: tries them again, or takes them off the list. */
  | {
      readonly do: 'settle';
      readonly effects: readonly string[];
      readonly as: Settlement;
      readonly by: string;
      readonly reason?: string;
    };

/** `retry`: it did not happen and shall; `done`: it did happen; `drop`: it did not and shall not. */
export type Settlement = 'retry' | 'done' | 'drop';

export interface CommandState {
  readonly id: number;
  readonly command: OperatorCommand;
  readonly receivedAt: string;
  /** `null`: the runner has not taken it yet. */
  readonly doneAt: string | null;
  /** Instances that were ended, effects that were settled. */
  readonly affected: readonly string[];
}

/** A hold: nothing of what it covers is carried out. */
export interface Pause {
  /** `all`, `trigger/<code>`, `customer/<id>` or `order/<id>`. */
  readonly scope: string;
  readonly since: string;
  readonly by: string;
  readonly reason: string | null;
}

/** An audience that somebody is in, as crmctl put them there. */
export interface AudienceSize {
  readonly network: string;
  readonly audience: string;
  readonly members: number;
}

/** What one trigger came to in a period. */
export interface TriggerStatistics {
  readonly trigger: string;
  readonly entered: number;
  readonly waiting: number;
  /** By status of the runs that ended: `completed`, `exited`, `stopped`, `failed`. */
  readonly ended: Readonly<Record<string, number>>;
  /** Messages that went out, by code of the channel. */
  readonly messages: Readonly<Record<string, number>>;
  /** Other effects that were carried out, by type. */
  readonly effects: Readonly<Record<string, number>>;
  /** What did not go out, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
  /** `treated` were reached, `held` are the control group and the holdout. */
  readonly goals: Readonly<Record<'treated' | 'held', GoalCount>>;
}

export interface GoalCount {
  readonly entered: number;
  readonly reached: number;
  readonly value: number;
}
