import { admit, isApproved, isSuppressed } from '../../engine/index.js';
import { ambientOf } from '../../engine/scope.js';
import { zoneFor } from '../../engine/zone.js';
import type { Effect } from '../../model/effect.js';
import { isObject } from '../../model/json.js';
import type { Vocabulary } from '../../vocabulary/word.js';
import type { Outgoing } from '../outbox.js';
import type { RunnerStore } from '../store.js';
import type { OutboxRow } from '../store/outbox.js';
import { giveResult, lastMoment } from './settle.js';
import { liveOf, wordOf } from './perform.js';
import { triggerOf } from './triggerOf.js';

/**
 * Why a row that was decided on earlier must not go out now, as what is to be stored instead: a newer one may have taken its place, its
 * instance may have ended, it may have become too late for it, the recipient may be on the suppression list now, the messenger may have
 * taken its approval back, and it may have slipped into the recipient's night.
 */
export function reasonToHold(outgoing: Outgoing, row: OutboxRow): (() => void) | undefined {
  const { store, program, executors, clock } = outgoing;
  const { effect, uncertain } = row;
  const { outbox } = store;
  const instance = store.state.instance(effect.instance);
  const word = wordOf(executors.words, effect);
  const waits = instance?.status === 'waiting' && instance.wait?.for === 'result' && instance.wait.effect === effect.id;
  const mayBeOut = isPerhapsOut(executors.words, row);
  if (outbox.isSuperseded(effect))
    return () => {
      // Were it out, the newer one would put it right: nothing for a person to look at.
      outbox.end(effect.id, 'skipped', 'superseded');
      giveResult(outgoing, effect, { outcome: 'skipped', error: 'superseded' });
    };
  if (!waits && row.asked === undefined)
    return () => withdraw(store, executors.words, row, instance?.reason ?? 'the instance has ended');
  if (clock() > lastMoment(outgoing, row)) {
    const error = row.error === undefined ? 'late' : `late: ${row.error}`;
    const outcome = mayBeOut ? 'unknown' : 'failed';
    return () => {
      outbox.end(effect.id, outcome === 'failed' ? 'dead' : outcome, error);
      giveResult(outgoing, effect, { outcome, error });
    };
  }
  const skip = (reason: string): void => {
    outbox.end(effect.id, mayBeOut ? 'unknown' : 'skipped', reason);
    giveResult(outgoing, effect, { outcome: mayBeOut ? 'unknown' : 'skipped', error: reason });
  };
  const trigger = triggerOf(outgoing, effect);
  if (trigger === undefined || word?.reaches !== 'customer') return undefined;
  // It counts in the caps since it was decided on; the hour is what may have changed.
  const type = program.channels.get(effect.channel ?? '')?.type ?? '';
  const address = typeof effect.data['to'] === 'string' ? effect.data['to'] : undefined;
  if (isSuppressed(store.state, { type, address, customer: effect.customer }, trigger.class))
    return () => skip('suppressed');
  const { approved } = effect.data;
  if (isObject(approved) && !isApproved(store.state, String(approved['code']))) return () => skip('not-approved');
  const admission = admit(
    program.policy,
    { class: trigger.class, zone: zoneOfRecipient(outgoing, effect), sent: [] },
    clock(),
  );
  if (admission.may === 'defer') return () => outbox.retry(effect.id, admission.until, uncertain, admission.reason);
  if (admission.may === 'send') return undefined;
  return () => skip(admission.reason);
}

function zoneOfRecipient({ program, store, clock }: Outgoing, effect: Effect): string {
  return zoneFor(ambientOf(program, store.state, clock()), effect);
}

/** Nobody waits for it any more: it does not go out. */
export function withdraw(store: RunnerStore, words: Vocabulary, row: OutboxRow, reason: string): void {
  if (isPerhapsOut(words, row))
    store.outbox.end(row.effect.id, 'unknown', `${row.error ?? 'no answer'}; then: ${reason}`);
  else store.outbox.end(row.effect.id, 'withdrawn', reason);
}

/** What goes by the API was looked up before: had it been carried out, it would not be here. */
function isPerhapsOut(words: Vocabulary, { effect, uncertain }: OutboxRow): boolean {
  return uncertain && liveOf(words, effect)?.by !== 'api';
}
