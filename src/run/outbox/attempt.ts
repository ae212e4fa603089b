import type { EffectResult } from '../../model/effect.js';
import type { Executors } from './outgoing.js';

/** What an executor knows after one attempt. */
export type Attempt =
  | { readonly ended: 'done'; readonly result: EffectResult; readonly wrote: boolean }
  | { readonly ended: 'failed' | 'unknown'; readonly result: EffectResult }
  /** The other side understood and would not: nothing for a person to mend. */
  | { readonly ended: 'refused'; readonly reason: string; readonly result: EffectResult }
  /** There is no such address, and never will be. */
  | { readonly ended: 'bounced'; readonly error: string; readonly result: EffectResult }
  | {
      readonly ended: 'retry';
      readonly error: string;
      /** It may have been carried out. */
      readonly uncertain: boolean;
      /** A part of it was carried out for certain. */
      readonly partly?: boolean;
      /** Milliseconds that the other side asks for. */
      readonly after?: number;
      /** It is not this effect: whatever else goes there would fare no better now. */
      readonly down?: boolean;
    };

/** `wrote`: otherwise everything was so already. */
export function done(values: Readonly<Record<string, unknown>>, wrote = true): Attempt {
  return { ended: 'done', result: { outcome: 'done', values }, wrote };
}

/** `values`: what the other side said all the same. */
export function failed(error: string, values?: Readonly<Record<string, unknown>>): Attempt {
  return { ended: 'failed', result: { outcome: 'failed', ...(values !== undefined && { values }), error } };
}

export function refused(reason: string, values: Readonly<Record<string, unknown>>): Attempt {
  return { ended: 'refused', reason, result: { outcome: 'failed', values, error: reason } };
}

/** What went wrong and what was answered is stored and printed; what came through `${NAME}` is not. */
export function withoutSecrets(
  attempt: Attempt,
  { redact, redactData }: Pick<Executors, 'redact' | 'redactData'>,
): Attempt {
  if (attempt.ended === 'retry') return { ...attempt, error: redact(attempt.error) };
  const { error, values } = attempt.result;
  const result: EffectResult = {
    ...attempt.result,
    ...(error !== undefined && { error: redact(error) }),
    ...(values !== undefined && { values: redactData(values) as Record<string, unknown> }), // of the same form
  };
  return attempt.ended === 'bounced' ? { ...attempt, error: redact(attempt.error), result } : { ...attempt, result };
}

/** Like a message that is held back: the run goes on without it. */
export function bounced(error: string): Attempt {
  return { ended: 'bounced', error, result: { outcome: 'skipped', error: 'bounced' } };
}

/** Nobody knows whether it happened; a person decides. */
export function unknown(error: string): Attempt {
  return { ended: 'unknown', result: { outcome: 'unknown', error } };
}
