import type { Instant } from './instant.js';
import { isObject } from './json.js';

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

/** What happened: one line of a log (docs/operations.md#recorded-logs), one record group of the CRM's history, or an effect's echo. */
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

/**
 * Why something from outside cannot be the `data` of an event: the place in it and what is wrong there. What reads events relies on
 * the rest of `EventData` being there or not; members of an order or customer may hold anything.
 */
export function eventDataProblem(data: unknown): { readonly place: string; readonly message: string } | undefined {
  if (!isObject(data)) return { place: '', message: 'is no object' };
  const ofEntity = entityProblem('order', data['order']) ?? entityProblem('customer', data['customer']);
  if (ofEntity !== undefined) return ofEntity;
  const { changes } = data;
  const whole =
    changes === undefined ||
    (Array.isArray(changes) && changes.every((change) => isObject(change) && typeof change['field'] === 'string'));
  return whole ? undefined : { place: 'changes', message: 'is no list of {field, old, new}' };
}

function entityProblem(
  name: string,
  entity: unknown,
): { readonly place: string; readonly message: string } | undefined {
  if (entity === undefined || entity === null) return undefined;
  if (!isObject(entity)) return { place: name, message: 'is no object' };
  const { id } = entity;
  const isId = id === undefined || typeof id === 'number' || typeof id === 'string';
  return isId ? undefined : { place: `${name}.id`, message: 'is no id' };
}
