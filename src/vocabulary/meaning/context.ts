import type { Ambient, Scope } from '../../language/scope.js';
import type { Instant } from '../../model/instant.js';
import type { Clockwork } from '../../model/span.js';

type Spec = Readonly<Record<string, unknown>>;

/** What actions remember beside the CRM's own data, by name; kept when the effect goes out, forgotten when it is skipped. */
export interface Memory {
  read(name: string): string | undefined;
  write(name: string, value: string): void;
}

/** A step as the engine compiled it; `value` and `siblings` are the spec, evaluated on demand. */
export interface StepContext {
  readonly spec: Spec;
  readonly now: Instant;
  readonly scope: Scope;
  readonly stepEnteredAt: Instant;
  readonly enteredAt: Instant;
  /** Path of the step, for stable hashes. */
  readonly path: string;
  /** Code of the trigger, id and key of the instance. */
  readonly trigger: string;
  readonly instance: string;
  readonly key: string;
  /** Small values that outlive the instance: positions, stock, ledgers. Written in the transaction of the turn. */
  readonly memory: Memory;
  /** What the step resulted in the last time. */
  readonly own: Spec;
  readonly customer?: string;
  readonly order?: string;
  /** The value at a path below the step, with `=` evaluated and texts rendered; missing → `undefined`. `also`: further variables. */
  evaluate(path: readonly (string | number)[], also?: Spec): unknown;
  /** Id of the effect that the step brings about now. */
  effectId(): string;
  /** The first value that a text needed and did not find, since this context was made. */
  missing(): string | undefined;
  /** The time of the subject (customer), for spans and local times. */
  readonly clockwork: Clockwork;
  readonly ambient: Ambient;
}

/** What a step is done to. */
export type Needed = 'order' | 'customer';
