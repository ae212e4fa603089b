import { lateMaxFor } from '../../engine/index.js';
import { ambientOf } from '../../engine/scope.js';
import { causeOf, type Effect, type EffectResult } from '../../model/effect.js';
import { instant, type Instant } from '../../model/instant.js';
import { writtenBy } from '../echoes.js';
import { madeBy } from '../made.js';
import type { OutboxRow } from '../store/outbox.js';
import type { Attempt } from './attempt.js';
import type { Outgoing } from './outgoing.js';
import { withPerson, wordOf } from './perform.js';
import { endRow, tellBounced } from './tell.js';
import { triggerOf } from './triggerOf.js';

const endStates = { done: 'done', failed: 'dead', refused: 'skipped', bounced: 'skipped', unknown: 'unknown' } as const;
const firstRetry = 5_000;
const longestRetry = 900_000;

/** Stores what came of an attempt, and gives it to the instance when it is final; else the moment of the next attempt. */
export function settle(outgoing: Outgoing, row: OutboxRow, attempt: Attempt): Instant | undefined {
  const { store, clock, random } = outgoing;
  const { effect } = row;
  if (attempt.ended !== 'retry') {
    const { ended, result } = attempt;
    const error = ended === 'bounced' ? `bounced: ${attempt.error}` : (result.error ?? whyNothing(result));
    // Unless an attempt before this one did it.
    if (ended === 'done' && !attempt.wrote && !row.uncertain) store.echoes.drop(effect.id);
    if (ended === 'bounced') tellBounced(outgoing, effect, attempt.error);
    endRow(outgoing, row, endStates[ended], { error, result });
    return undefined;
  }
  const uncertain = attempt.uncertain || row.uncertain;
  if (attempt.partly === true) store.outbox.markPartly(effect.id);
  const last = lastMoment(outgoing, row);
  const now = clock();
  if (now < last) {
    const pause = attempt.after ?? Math.min(longestRetry, firstRetry * 2 ** row.attempts) * (0.5 + random() / 2);
    const next = instant(Math.min(now + Math.round(pause), last));
    store.outbox.retry(effect.id, next, uncertain, attempt.error);
    return next;
  }
  const outcome = uncertain ? 'unknown' : 'failed';
  endRow(outgoing, row, uncertain ? 'unknown' : 'dead', {
    error: `late: ${attempt.error}`,
    result: { outcome, error: attempt.error },
  });
  return undefined;
}

/** An action that went through and came to nothing says why in its result: `no-loyalty-account`. */
function whyNothing({ values }: EffectResult): string | undefined {
  const { ok, reason } = values ?? {};
  return ok === false && typeof reason === 'string' ? reason : undefined;
}

/**
 * Marketing that only waited for its turn, in the rate of its channel or in the night, is not late: it counts from the moment at which it
 * could first go. To be asked before an attempt is made of it.
 */
export function countFromTurn(outgoing: Outgoing, row: OutboxRow): OutboxRow {
  const { effect, attempts, error = '', next } = row;
  if (attempts > 0 || next <= effect.at || !['rate', 'quiet'].includes(error)) return row;
  if (triggerOf(outgoing, effect)?.class !== 'marketing') return row;
  outgoing.store.outbox.countFrom(effect.id, next);
  return { ...row, effect: { ...effect, at: next } };
}

/** After `late.max` of its trigger or of the Policy an effect is worth nothing any more (docs/operations.md#when-it-crashes); an operator's wish counts anew. */
export function lastMoment(outgoing: Outgoing, { effect, asked }: OutboxRow): Instant {
  const trigger = triggerOf(outgoing, effect) ?? { class: 'service' };
  return instant((asked ?? effect.at) + lateMaxFor(outgoing.program, trigger));
}

/** What an effect is about to write, to make and to take away: its echoes in the CRM's history keep what caused them. */
export function expectEchoes({ store, executors, words, program, clock }: Outgoing, effect: Effect): void {
  const now = clock();
  const ambient = ambientOf(program, store.state, now);
  const reaction = wordOf(words, effect)?.happen(withPerson(effect, executors.findPerson), ambient);
  if (reaction === undefined) return;
  for (const written of [...writtenBy(effect, reaction), ...madeBy(reaction, ambient.world)])
    store.echoes.expect(written, now, causeOf(effect));
}
