import { CrmError } from '../../crm/errors.js';
import { unknown, type Attempt } from './attempt.js';

type Values = Readonly<Record<string, unknown>>;

/** What came of one call of an effect. */
export interface Called {
  readonly attempt: Attempt;
  /** It was to change something on the other side. */
  readonly writes: boolean;
}

export interface Walking<Call> {
  readonly call: (call: Call) => Promise<Called>;
  /** What the result values mean; `wrote`: a call was to change something. */
  readonly end: (values: Values, wrote: boolean) => Attempt;
  /** An attempt that may have been carried out may be made again. */
  readonly repeats: boolean;
  /** An earlier attempt was carried out in part. */
  readonly partly: boolean;
}

/**
 * Walks through the calls of an effect, one after the other. Once one of them has written, no later one can undo that: whatever becomes
 * of it, the effect is uncertain, and it is never said to have failed. Throws what `call` throws before anything was written.
 */
export async function walk<Call>(
  calls: Generator<Call, Values, Values>,
  { call, end, repeats, partly }: Walking<Call>,
): Promise<Attempt> {
  let wrote = partly;
  try {
    for (let step = calls.next(); ;) {
      if (step.done === true) return end(step.value, wrote);
      const { attempt, writes } = await call(step.value);
      if (attempt.ended === 'retry') {
        const uncertain = wrote || (writes && attempt.uncertain);
        return uncertain && !repeats ? unknown(attempt.error) : { ...attempt, uncertain, partly: wrote };
      }
      if (attempt.ended !== 'done') return wrote ? unknown(attempt.result.error ?? 'refused in the middle') : attempt;
      wrote ||= writes;
      step = calls.next(attempt.result.values ?? {});
    }
  } catch (error) {
    if (!wrote || !(error instanceof CrmError)) throw error;
    return { ended: 'retry', error: error.message, uncertain: true, partly: true, down: true };
  }
}
