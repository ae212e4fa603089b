import type { Duration } from './duration.js';

/** A bonus program as its movements need it. */
export interface ProgramRole {
  readonly code: string;
  readonly ledger: 'crm' | 'own' | 'http';
  readonly loyalty?: number;
  /** http: code of the Connection. */
  readonly connection?: string;
  readonly activates?: Duration;
  readonly expires?: Duration;
  /** Largest share (0 … 1) of a sum of the order that bonuses may pay. */
  readonly redeem?: { readonly max: number; readonly of: string };
}
