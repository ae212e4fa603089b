import { admit, isSuppressed } from '../../engine/index.js';
import type { Outgoing } from '../outbox.js';
import type { OutboxRow } from '../store/outbox.js';
import { giveResult, lastMoment } from './settle.js';
import { wordOf } from './perform.js';

/**
 * Why a row that was decided on earlier must not go out now, as what is to be stored instead: its instance may have ended, it may have
 * become too late for it, the recipient may be on the suppression list now, and it may have slipped into the recipient's night.
 */
export function reasonToHold(outgoing: Outgoing, row: OutboxRow): (() => void) | undefined {
  const { store, program, executors, clock } = outgoing;
  const { effect, uncertain } = row;
  const { outbox } = store;
  const instance = store.state.instance(effect.instance);
  const word = wordOf(executors.words, effect);
  const waits = instance?.status === 'waiting' && instance.wait?.for === 'result' && instance.wait.effect === effect.id;
  // What goes by the API was looked up before: had it been carried out, it would not be here.
  const mayBeOut = uncertain && word?.live.by !== 'api';
  if (!waits) {
    const reason = instance?.reason ?? 'the instance has ended';
    return () =>
      mayBeOut
        ? outbox.end(effect.id, 'unknown', `${row.error ?? 'no answer'}; then: ${reason}`)
        : outbox.end(effect.id, 'withdrawn', reason);
  }
  if (clock() > lastMoment(outgoing, effect)) {
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
  const trigger = program.revisions.get(instance.revision) ?? program.triggers.get(instance.trigger);
  if (trigger === undefined || word?.reaches !== 'customer') return undefined;
  const customer = effect.customer === undefined ? undefined : store.state.world.customer(effect.customer);
  // It counts in the caps since it was decided on; the hour is what may have changed.
  const type = program.channels.get(effect.channel ?? '')?.type ?? '';
  const address = typeof effect.data['to'] === 'string' ? effect.data['to'] : undefined;
  if (isSuppressed(store.state, { type, address, customer: effect.customer }, trigger.class))
    return () => skip('suppressed');
  const admission = admit(program.policy, { class: trigger.class, customer, sent: [] }, clock(), program.zone);
  if (admission.may === 'defer') return () => outbox.retry(effect.id, admission.until, uncertain, admission.reason);
  if (admission.may === 'send') return undefined;
  return () => skip(admission.reason);
}
