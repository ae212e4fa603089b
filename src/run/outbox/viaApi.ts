import type { CrmClient } from '../../crm/client.js';
import { CrmError } from '../../crm/errors.js';
import type { Effect } from '../../model/effect.js';
import type { ActionWord } from '../../vocabulary/meaning/action.js';
import type { ApiFacts, ApiProcedure } from '../../vocabulary/meaning/live.js';
import type { OutboxRow } from '../store/outbox.js';
import { done, failed, type Attempt } from './attempt.js';
import { walk } from './walk.js';

/** Walks an action's calls through the CRM's API. Throws only `CrmError` with the reason `auth`, when nothing was written. */
export function carryOutByApi(
  crm: CrmClient,
  word: ActionWord,
  procedure: ApiProcedure,
  { effect, uncertain, partly }: Pick<OutboxRow, 'effect' | 'uncertain' | 'partly'>,
  facts: ApiFacts,
): Promise<Attempt> {
  return walk(procedure(effect, uncertain, facts), {
    call: async (call) => ({ attempt: await attemptOf(() => crm.call(call)), writes: call.method === 'POST' }),
    end: done,
    repeats: word.idempotency !== 'none',
    partly,
  });
}

async function attemptOf(call: () => Promise<Readonly<Record<string, unknown>>>): Promise<Attempt> {
  try {
    return done(await call());
  } catch (error) {
    if (!(error instanceof CrmError) || error.reason === 'auth') throw error;
    if (isRefusal(error)) return failed(sentenceOf(error));
    return {
      ended: 'retry',
      error: error.message,
      uncertain: error.ambiguous,
      ...(error.reason !== 'malformed' && error.reason !== 'conflict' && { down: true }),
      ...(error.retryAfter !== undefined && { after: error.retryAfter }),
    };
  }
}

/**
 * Looks whether an earlier attempt was carried out after all, and writes nothing: its result, or `undefined` when the next thing to do
 * would be to write.
 */
export async function findTraces(
  crm: CrmClient,
  procedure: ApiProcedure,
  effect: Effect,
  facts: ApiFacts,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const calls = procedure(effect, true, facts);
  try {
    for (let step = calls.next(); ;) {
      if (step.done === true) return step.value;
      if (step.value.method === 'POST') return undefined;
      step = calls.next(await crm.call(step.value));
    }
  } catch (error) {
    if (error instanceof CrmError && isRefusal(error)) return undefined;
    throw error;
  }
}

/** The CRM is there and will not do this, now or later; whatever else is asked of it may fare better. */
function isRefusal({ reason }: CrmError): boolean {
  return reason === 'invalid' || reason === 'denied' || reason === 'not-found';
}

/** The message tells the details already. */
function sentenceOf({ message, cure }: CrmError): string {
  return cure === undefined ? message : `${message}. ${cure}`;
}
