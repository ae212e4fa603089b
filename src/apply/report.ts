import type { LockHolder } from '../model/release.js';

/** What came of an apply, `crmctl.apply/1`. `applied` never names what was left to a person. */
export interface ApplyReport {
  readonly format: 'crmctl.apply/1';
  readonly project: string;
  readonly environment: string;
  readonly ok: boolean;
  readonly applied: readonly string[];
  readonly failed: readonly { readonly address: string; readonly error: string }[];
  /** Not tried: what they need failed, or the CRM was gone. */
  readonly skipped: readonly string[];
  readonly manual: readonly string[];
  /** The release that the runner has now. */
  readonly release: string | null;
}

export type ApplyOutcome =
  /** Everything that the API and the runner can do is done. */
  | { readonly is: 'done'; readonly report: ApplyReport }
  /** Something was written and something was not; the journal continues it. */
  | { readonly is: 'partial'; readonly report: ApplyReport; readonly problem?: string }
  /** Nothing was written. */
  | { readonly is: 'failed'; readonly report: ApplyReport; readonly problem?: string }
  | { readonly is: 'stale'; readonly reason: string; readonly addresses: readonly string[] }
  | { readonly is: 'locked'; readonly holder: LockHolder | undefined };
