import { ambientOf } from '../../engine/scope.js';
import { anticipate } from '../../engine/world/anticipate.js';
import { toldBy, type Effect, type EffectResult } from '../../model/effect.js';
import type { Event } from '../../model/event.js';
import { eventsOf, isInHistory, liveFor } from '../../vocabulary/inHistory.js';
import type { Live } from '../../vocabulary/meaning/live.js';
import type { OutboxRow, OutboxState } from '../store/outbox.js';
import { feed } from '../turns.js';
import type { Obeying } from './outgoing.js';
import { wordOf } from './perform.js';

/** What is known of the end of an effect. */
export interface Ending {
  readonly error?: string | undefined;
  /** What its instance goes on with; none when an operator says how it ended. */
  readonly result?: EffectResult | undefined;
}

/**
 * Ends a row: its instance goes on, and knows what it wrote itself; then triggers hear what comes of it. Once, whatever crashes, because it is
 * one transaction.
 */
export function endRow(
  obeying: Obeying,
  row: OutboxRow,
  state: Exclude<OutboxState, 'reserved' | 'sending' | 'retry'>,
  { error, result }: Ending = {},
): void {
  const { effect } = row;
  const { store } = obeying;
  store.outbox.end(effect.id, state, error);
  const news = row.told ? [] : newsOf(obeying, row, state === 'done', result?.values ?? {});
  if (result !== undefined) giveResult(obeying, effect, result);
  for (const event of news) {
    store.outbox.tell(effect.id);
    hear(obeying, event);
  }
}

function giveResult({ program, store, clock, counts }: Obeying, effect: Effect, result: EffectResult): void {
  const now = clock();
  feed(program, store, { kind: 'result', effect: effect.id, instance: effect.instance, result }, now, now, counts);
}

/** What triggers must hear of an effect from the runner; what the CRM's history will tell is only kept in mind. */
function newsOf(
  obeying: Obeying,
  { effect, heard }: OutboxRow,
  isDone: boolean,
  values: Readonly<Record<string, unknown>>,
): readonly Event[] {
  const { program, store, words, clock } = obeying;
  const word = wordOf(words, effect);
  if (isDone && word !== undefined && hasNews(obeying, liveFor(word, effect), values)) {
    const now = clock();
    const reaction = word.happen(effect, ambientOf(program, store.state, now), values);
    const events = eventsOf(reaction).map((each, index) => toldBy(effect, index, each, now));
    if (!isInHistory(word, effect)) return events;
    for (const event of events) anticipate(store.state.world, event);
    return [];
  }
  return heard === undefined ? [] : [whatOthersTold(obeying, effect, heard)];
}

function hasNews({ program }: Obeying, { by }: Live, { ok }: Readonly<Record<string, unknown>>): boolean {
  if (by === 'api') return ok !== false;
  return by === 'self' || by === 'declared' || (by === 'channel' && program.hearsMessages);
}

/** Somebody told of it while it was open, and the runner never learned more. The account in it may have moved on since. */
function whatOthersTold({ store, clock }: Obeying, effect: Effect, { type, data }: Event): Event {
  const { account, ...rest } = data;
  const now = effect.customer === undefined ? account : store.state.world.customer(effect.customer)?.['loyaltyAccount'];
  return toldBy(effect, 0, { type, data: account === undefined ? data : { ...rest, account: now } }, clock());
}

/** Triggers hear of it, and the address goes on the suppression list (docs/engine.md#whether-a-message-may-go). */
export function tellBounced(obeying: Obeying, effect: Effect, error: string): void {
  const { program, store, words, clock } = obeying;
  const sent = wordOf(words, effect)?.happen(effect, ambientOf(program, store.state, clock())).event;
  if (sent === undefined) return;
  const message = { ...(sent.data['message'] as Readonly<Record<string, unknown>>), permanent: true, error };
  hear(obeying, toldBy(effect, 0, { type: 'message.bounced', data: { ...sent.data, message } }, clock()));
}

function hear({ program, store, clock, counts }: Obeying, event: Event): void {
  const now = clock();
  feed(program, store, { kind: 'event', event }, now, now, counts);
}
