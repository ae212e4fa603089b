import type { CrmClient } from '../../crm/client.js';
import { CrmError } from '../../crm/errors.js';
import type { Effect } from '../../model/effect.js';
import type { ActionWord, ApiProcedure } from '../../vocabulary/meaning.js';
import { done, failed, unknown, type Attempt } from './attempt.js';

/** Walks an action's calls through the CRM's API. `again`: an earlier attempt may have been carried out. */
export async function carryOutByApi(
  crm: CrmClient,
  word: ActionWord,
  procedure: ApiProcedure,
  effect: Effect,
  again: boolean,
  account: { readonly zone: string },
): Promise<Attempt> {
  let wrote = false;
  try {
    const calls = procedure(effect, again, account);
    for (let step = calls.next(); ;) {
      if (step.done === true) return done(step.value);
      if (step.value.method === 'POST') wrote = true;
      step = calls.next(await crm.call(step.value));
    }
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    const uncertain = error.ambiguous && wrote;
    if (uncertain && word.idempotency === 'none') return unknown(error.message);
    if (error.reason === 'invalid' || error.reason === 'not-found') return failed(sentenceOf(error));
    if (error.reason === 'auth') throw error;
    return {
      ended: 'retry',
      error: error.message,
      uncertain,
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
  account: { readonly zone: string },
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const calls = procedure(effect, true, account);
  try {
    for (let step = calls.next(); ;) {
      if (step.done === true) return step.value;
      if (step.value.method === 'POST') return undefined;
      step = calls.next(await crm.call(step.value));
    }
  } catch (error) {
    if (error instanceof CrmError && (error.reason === 'invalid' || error.reason === 'not-found')) return undefined;
    throw error;
  }
}

function sentenceOf({ message, errors }: CrmError): string {
  if (errors === undefined) return message;
  const details = Array.isArray(errors)
    ? errors
    : Object.entries(errors).map(([field, text]) => `${field}: ${String(text)}`);
  return `${message} (${details.join('; ')})`;
}
