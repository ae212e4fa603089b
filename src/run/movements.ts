import { causeOf } from '../model/effect.js';
import type { Event } from '../model/event.js';
import { isObject } from '../model/json.js';
import { markedIn } from '../vocabulary/actions/mark.js';
import { isMovement } from '../vocabulary/ledger/rememberBonuses.js';
import type { RunnerStore } from './store.js';
import type { OutboxRow } from './store/outbox.js';

/** No trigger can listen to it: what the event holds of the account is news all the same. */
const heardBefore = 'account.read';

/**
 * Movements of bonuses come from whoever sees the account; ours have our mark in their comment, and have a cause. Triggers hear of an
 * effect's movements once, from the runner when they are done; from others only if it never learns that they are (`endRow`).
 */
export function knowMovement({ outbox }: Pick<RunnerStore, 'outbox'>, event: Event): Event {
  const { operation, account, customer } = event.data;
  const id = markedIn(isObject(operation) ? operation['comment'] : undefined);
  const row = id === undefined ? undefined : outbox.find(id);
  if (row === undefined) return event;
  const cause = causeOf(row.effect);
  if (!isMovement(event.type)) return { ...event, cause };
  if (row.told || isOpen(row)) {
    if (!row.told) outbox.hear(row.effect.id, event);
    const data = { ...(account !== undefined && { account }), ...(customer !== undefined && { customer }) };
    return { ...event, type: heardBefore, data, cause };
  }
  outbox.tell(row.effect.id);
  return { ...event, id: row.effect.id, cause };
}

/** It may still come to be done: who tells of it is known then. */
function isOpen({ state }: OutboxRow): boolean {
  return state === 'reserved' || state === 'sending' || state === 'retry';
}
