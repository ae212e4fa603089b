import type { AutomationState, WaitingGroup, Spec } from '../model/release.js';

/** The running CRM and its automation API as they were read for one plan. */
export interface Observation {
  /** Resources of the CRM by kind, in the project's form; a list that could not be read to its end contributes nothing. */
  readonly remote: ReadonlyMap<string, readonly Observed[]>;
  readonly unread: readonly Unread[];
  /** Codes of what the CRM lists of a kind that it has some of its own of, whoever made them; only where everything is read. */
  readonly listed?: ReadonlyMap<string, readonly string[]>;
  readonly state: AutomationState;
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly waiting: readonly WaitingGroup[];
  /** Zone of the account; absent where it was not asked for, and where the account does not tell it. */
  readonly timezone?: string;
}

export interface Observed {
  /** Second half of the address. */
  readonly identity: string;
  readonly spec: Spec;
}

export interface Unread {
  readonly kind: string;
  /** Begin of the identities that the list would have held; empty: all of the kind. */
  readonly covers: string;
  /** `reference/statuses` */
  readonly list: string;
  readonly message: string;
}
