import type { Resource } from '../language/project.js';
import type { Spec } from '../model/release.js';
import type { ApiCall } from '../vocabulary/remoteKind.js';
import type { PlannedKind } from './catalogue.js';
import type { Action, Change, Executor } from './plan.js';
import type { Held } from './view.js';

/** What is known of one address: where it stands in the repository, how it runs, and what follows. */
export interface Subject {
  readonly address: string;
  readonly kind: PlannedKind;
  readonly resource?: Resource;
  readonly held: Held;
  /** Of a rename: what runs under the old address. */
  readonly old?: { readonly address: string; readonly held: Held };
  /** By the digests, repository, runner and last-applied copy say the same, and no other plane holds a part of it. */
  readonly settled?: true;
}

export type Verdict =
  /** The CRM holds what the repository says; `record`: the last-applied copy does not say so yet. */
  | { readonly is: 'unchanged'; readonly record: boolean }
  /** Neither repository nor CRM hold it any more. */
  | { readonly is: 'forgotten' }
  /** Somebody else's. */
  | { readonly is: 'unmanaged' }
  | Changed;

export interface Changed {
  readonly is: 'changed';
  readonly actions: readonly Action[];
  readonly reason: string;
  readonly executor: Executor;
  readonly manual?: string;
  readonly changes: readonly Change[];
  /** The CRM changed since the last apply what the repository takes away: fields of their own do not tell it. */
  readonly losing?: true;
  /** To the CRM, in order. */
  readonly calls: readonly ApiCall[];
  /** What is recorded as applied once this is done; absent: nothing, the copy goes. `keep`: it stays as it is, all of it is left to a person. */
  readonly recorded: Spec | 'keep' | undefined;
}
