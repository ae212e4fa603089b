import { admit, isApproved, isSuppressed } from '../../engine/index.js';
import { ambientOf } from '../../engine/scope.js';
import { zoneFor } from '../../engine/time/zone.js';
import type { Effect } from '../../model/effect.js';
import { isObject } from '../../model/json.js';
import type { Vocabulary } from '../../vocabulary/word.js';
import type { OutboxRow } from '../store/outbox.js';
import type { Obeying, Outgoing } from './outgoing.js';
import { liveOf, wordOf } from './perform.js';
import { lastMoment } from './settle.js';
import { endRow } from './tell.js';
import { triggerOf } from './triggerOf.js';

/**
 * Why a row that was decided on earlier must not go out now, as what is to be stored instead: a newer one may have taken its place, its
 * instance may have ended, it may have become too late for it, the recipient may be on the suppression list now, the messenger may have
 * taken its approval back, and it may have slipped into the recipient's night.
 */
export function reasonToHold(outgoing: Outgoing, row: OutboxRow): (() => void) | undefined {
  const { store, program, words, clock } = outgoing;
  const { effect, uncertain } = row;
  const instance = store.state.instance(effect.instance);
  const word = wordOf(words, effect);
  const waits = instance?.status === 'waiting' && instance.wait?.for === 'result' && instance.wait.effect === effect.id;
  const mayBeOut = isPerhapsOut(words, row);
  if (store.outbox.isSuperseded(effect))
    return () => {
      // Were it out, the newer one would put it right: nothing for a person to look at.
      endRow(outgoing, row, 'skipped', { error: 'superseded', result: { outcome: 'skipped', error: 'superseded' } });
    };
  if (!waits && row.asked === undefined)
    return () => withdraw(outgoing, row, instance?.reason ?? 'the instance has ended');
  if (clock() > lastMoment(outgoing, row)) {
    const error = `late: ${row.error ?? 'not tried in time'}`;
    const outcome = mayBeOut ? 'unknown' : 'failed';
    return () => {
      endRow(outgoing, row, outcome === 'failed' ? 'dead' : outcome, { error, result: { outcome, error } });
    };
  }
  const skip = (reason: string): void => {
    endRow(outgoing, row, mayBeOut ? 'unknown' : 'skipped', {
      error: reason,
      result: { outcome: mayBeOut ? 'unknown' : 'skipped', error: reason },
    });
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
  if (admission.may === 'defer')
    return () => store.outbox.retry(effect.id, admission.until, uncertain, admission.reason);
  if (admission.may === 'send') return undefined;
  return () => skip(admission.reason);
}

function zoneOfRecipient({ program, store, clock }: Outgoing, effect: Effect): string {
  return zoneFor(ambientOf(program, store.state, clock()), effect);
}

/** Nobody waits for it any more: it does not go out. */
export function withdraw(obeying: Obeying, row: OutboxRow, reason: string): void {
  if (isPerhapsOut(obeying.words, row))
    endRow(obeying, row, 'unknown', { error: `${row.error ?? 'no answer'}; then: ${reason}` });
  else endRow(obeying, row, 'withdrawn', { error: reason });
}

/** What goes by the API was looked up before: had it been carried out, it would not be here, but for a part of it. */
function isPerhapsOut(words: Vocabulary, { effect, uncertain, partly }: OutboxRow): boolean {
  return partly || (uncertain && liveOf(words, effect)?.by !== 'api');
}
