import { lateMaxFor } from '../../engine/index.js';
import { ambientOf } from '../../engine/scope.js';
import { causeOf, type Effect, type EffectResult } from '../../model/effect.js';
import type { Event } from '../../model/event.js';
import { instant, type Instant } from '../../model/instant.js';
import type { Reaction } from '../../vocabulary/meaning.js';
import { writtenBy } from '../echoes.js';
import { madeBy } from '../made.js';
import type { Outgoing } from '../outbox.js';
import type { OutboxRow } from '../store/outbox.js';
import { feed } from '../turns.js';
import type { Attempt } from './attempt.js';
import { liveOf, wordOf } from './perform.js';
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
    store.outbox.end(effect.id, endStates[ended], ended === 'bounced' ? `bounced: ${attempt.error}` : result.error);
    if (ended === 'done' && isToldHere(outgoing, row, result)) tellTriggers(outgoing, effect);
    if (ended === 'bounced') tellBounced(outgoing, effect, attempt.error);
    giveResult(outgoing, effect, attempt.result);
    return undefined;
  }
  const uncertain = attempt.uncertain || row.uncertain;
  const last = lastMoment(outgoing, row);
  const now = clock();
  if (now < last) {
    const pause = attempt.after ?? Math.min(longestRetry, firstRetry * 2 ** row.attempts) * (0.5 + random() / 2);
    const next = instant(Math.min(now + Math.round(pause), last));
    store.outbox.retry(effect.id, next, uncertain, attempt.error);
    return next;
  }
  const outcome = uncertain ? 'unknown' : 'failed';
  store.outbox.end(effect.id, uncertain ? 'unknown' : 'dead', `late: ${attempt.error}`);
  giveResult(outgoing, effect, { outcome, error: attempt.error });
  return undefined;
}

/** What crmctl does by itself comes back from nowhere else, nor does what the CRM's history is silent about. */
function isToldHere({ program, executors }: Outgoing, { effect, told }: OutboxRow, { values }: EffectResult): boolean {
  const live = liveOf(executors.words, effect);
  if (told || live === undefined) return false;
  if (live.by === 'api') return live.inHistory === false && values?.['ok'] !== false;
  return live.by === 'self' || live.by === 'declared' || (live.by === 'channel' && program.hearsMessages);
}

/** In the transaction that stores the result: once, whatever crashes. */
function tellTriggers({ program, store, executors, clock, counts }: Outgoing, effect: Effect): void {
  const word = wordOf(executors.words, effect);
  const now = clock();
  const { event, further = [] } = word!.happen(effect, ambientOf(program, store.state, now));
  store.outbox.markTold(effect.id);
  [...(event === undefined ? [] : [event]), ...further].forEach((each, index) => {
    const id = index === 0 ? effect.id : `${effect.id}/${index + 1}`;
    feed(program, store, { kind: 'event', event: toldBy(effect, id, each, now) }, now, now, counts);
  });
}

/** Triggers hear of it, and the address goes on the suppression list (engine.md §5). */
function tellBounced({ program, store, executors, clock, counts }: Outgoing, effect: Effect, error: string): void {
  const now = clock();
  const sent = wordOf(executors.words, effect)?.happen(effect, ambientOf(program, store.state, now)).event;
  if (sent === undefined) return;
  const message = { ...(sent.data['message'] as Readonly<Record<string, unknown>>), permanent: true, error };
  const bounced = { type: 'message.bounced', data: { ...sent.data, message } };
  feed(program, store, { kind: 'event', event: toldBy(effect, effect.id, bounced, now) }, now, now, counts);
}

function toldBy(effect: Effect, id: string, { type, data }: NonNullable<Reaction['event']>, at: Instant): Event {
  return { id, source: 'crmctl', type, at, data, cause: causeOf(effect) };
}

/** After `late.max` of its trigger or of the Policy an effect is worth nothing any more (engine.md §7); an operator's wish counts anew. */
export function lastMoment(outgoing: Outgoing, { effect, asked }: OutboxRow): Instant {
  const trigger = triggerOf(outgoing, effect) ?? { class: 'service' };
  return instant((asked ?? effect.at) + lateMaxFor(outgoing.program, trigger));
}

export function giveResult({ program, store, clock, counts }: Outgoing, effect: Effect, result: EffectResult): void {
  const now = clock();
  feed(program, store, { kind: 'result', effect: effect.id, instance: effect.instance, result }, now, now, counts);
}

/** What an effect is about to write, to make and to take away: its echoes in the CRM's history keep what caused them. */
export function expectEchoes({ store, executors, program, clock }: Outgoing, effect: Effect): void {
  const now = clock();
  const ambient = ambientOf(program, store.state, now);
  const reaction = wordOf(executors.words, effect)?.happen(effect, ambient);
  if (reaction === undefined) return;
  for (const written of [...writtenBy(effect, reaction), ...madeBy(reaction, ambient.world)])
    store.echoes.expect(written, now, causeOf(effect));
}
