import { randomInt, randomUUID } from 'node:crypto';
import { parseLocal, formatLocal, localTime, minute } from '../../../model/zone.js';
import { present } from '../api/answers.js';
import { refuseEntity } from '../api/refused.js';
import type { Writing } from '../store/actor.js';
import { find, insert, replace, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';

type ActionType = 'verify_customer' | 'verify_privacy';

/** What happens when the code is confirmed. */
export interface Purpose {
  readonly account: number;
  /** An order that takes this many bonuses. */
  readonly order?: number;
  readonly bonuses?: number;
}

const minutesToAnswer = 15;

/**
 * Waits for a code that a text message carries. The embedded CRM sends none: the code stands in the table `verifications`, where a
 * test or a person reads it.
 */
export function startVerification({ store, at }: Writing, actionType: ActionType, purpose: Purpose): Document {
  const verification = {
    checkId: randomUUID(),
    createdAt: at,
    expiredAt: later(at, minutesToAnswer),
    actionType,
    code: String(randomInt(0, 10_000)).padStart(4, '0'),
    ...purpose,
  };
  insert(store, 'verifications', verification);
  return showVerification(verification);
}

/** The check whose code was right; refuses a wrong code, one that came too late, and one that was used. */
export function confirmVerification({ store, at }: Writing, checkId: unknown, code: unknown): Stored {
  const check = findCheck(store, checkId) ?? refuseEntity({ checkId: 'There is no such check.' });
  const { document } = check;
  if (document['verifiedAt'] !== undefined) return refuseEntity({ checkId: 'This code was used.' });
  if (String(document['expiredAt']) < at) return refuseEntity({ checkId: 'The time of this code is over.' });
  if (document['code'] !== String(code)) return refuseEntity({ code: 'This code is wrong.' });
  const verified = { ...document, verifiedAt: at };
  replace(store, 'verifications', check.id, verified);
  return { id: check.id, document: verified };
}

export function findCheck(store: Store, checkId: unknown): Stored | undefined {
  return find(store, 'verifications', { sql: 'check_id = ?', values: [String(checkId)] });
}

export function showVerification({ createdAt, expiredAt, verifiedAt, checkId, actionType }: Document): Document {
  return present({ createdAt, expiredAt, verifiedAt, checkId, actionType });
}

function later(at: string, minutes: number): string {
  return formatLocal(localTime((parseLocal(at) ?? 0) + minutes * minute));
}
