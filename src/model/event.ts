import type { Instant } from './instant.js';

/** One changed field of an entity, in API names relative to it: `status`, `payments.status`, `customFields.callAt`. */
export interface Change {
  readonly field: string;
  readonly old: unknown;
  readonly new: unknown;
  /**
   * Id of the item or payment that it concerns; without it every one of the list. Of a list itself (`tags`, `phones`) the member that
   * joined (`old` is null) or left (`new` is null).
   */
  readonly element?: string | number;
}

/** What happened: one line of a log (engine.md §11), one record group of the CRM's history, or an effect's echo. */
export interface Event {
  /** Unique per source; for CRM history `<entity>-<history id>`. */
  readonly id: string;
  readonly source: string;
  /** `order.created`, `order.changed`, `review.posted`, `custom.return` … */
  readonly type: string;
  readonly at: Instant;
  /** `order customer call cart review …` objects to merge into the world, and `changes`. */
  readonly data: EventData;
  /** Present when crmctl itself made the change: the effect that caused it and how deep the chain is. */
  readonly cause?: Cause;
  /** Read from the CRM's history and made with our own API key; the host that knows the effect adds `cause`. */
  readonly own?: boolean;
}

export interface EventData {
  readonly order?: Record<string, unknown>;
  readonly customer?: Record<string, unknown>;
  readonly changes?: readonly Change[];
  readonly [member: string]: unknown;
}

export interface Cause {
  readonly effect: string;
  readonly trigger: string;
  readonly instance: string;
  readonly depth: number;
}
