import { ambientOf } from '../../engine/scope.js';
import { causeOf, type Effect } from '../../model/effect.js';
import type { Event } from '../../model/event.js';
import type { Reaction } from '../../vocabulary/meaning.js';
import type { Obeying } from '../operators.js';
import type { OutboxRow, OutboxState } from '../store/outbox.js';
import { feed } from '../turns.js';
import { liveOf, wordOf } from './perform.js';

export type Telling = Omit<Obeying, 'lease'>;

/** What is known of the end of an effect. */
export interface Ending {
  readonly error?: string | undefined;
  /** Result values, where the effect is done: what the CRM or a service answered, or nothing when an operator says so. */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
}

/** Ends a row, and tells triggers what comes of that: once, whatever crashes, because it is one transaction. */
export function endRow(
  telling: Telling,
  row: OutboxRow,
  state: Exclude<OutboxState, 'reserved' | 'sending' | 'retry'>,
  { error, values = {} }: Ending = {},
): void {
  const { id } = row.effect;
  telling.store.outbox.end(id, state, error);
  if (row.told) return;
  if (state === 'done' && isToldHere(telling, row.effect, values)) tellDone(telling, row.effect, values);
  else if (row.heard !== undefined) tellHeard(telling, row.effect, row.heard);
}

/** What crmctl does by itself comes back from nowhere else, nor does what the CRM's history is silent about. */
function isToldHere({ program, words }: Telling, effect: Effect, values: Readonly<Record<string, unknown>>): boolean {
  const live = liveOf(words, effect);
  if (live === undefined) return false;
  if (live.by === 'api') return live.inHistory === false && values['ok'] !== false;
  return live.by === 'self' || live.by === 'declared' || (live.by === 'channel' && program.hearsMessages);
}

function tellDone(telling: Telling, effect: Effect, values: Readonly<Record<string, unknown>>): void {
  const { program, store, words, clock } = telling;
  const word = wordOf(words, effect);
  const { event, further = [] } = word!.happen(effect, ambientOf(program, store.state, clock()), values);
  store.outbox.markTold(effect.id);
  [...(event === undefined ? [] : [event]), ...further].forEach((each, index) => {
    tell(telling, effect, index === 0 ? effect.id : `${effect.id}/${index + 1}`, each);
  });
}

/** Somebody told of it while it was open, and the runner never learned more. The account in it may have moved on since. */
function tellHeard(telling: Telling, effect: Effect, { type, data }: Event): void {
  const { store } = telling;
  const { account, ...rest } = data;
  const now = effect.customer === undefined ? account : store.state.world.customer(effect.customer)?.['loyaltyAccount'];
  store.outbox.markTold(effect.id);
  tell(telling, effect, effect.id, { type, data: account === undefined ? data : { ...rest, account: now } });
}

/** Triggers hear of it, and the address goes on the suppression list (docs/engine.md#whether-a-message-may-go). */
export function tellBounced(telling: Telling, effect: Effect, error: string): void {
  const { program, store, words, clock } = telling;
  const sent = wordOf(words, effect)?.happen(effect, ambientOf(program, store.state, clock())).event;
  if (sent === undefined) return;
  const message = { ...(sent.data['message'] as Readonly<Record<string, unknown>>), permanent: true, error };
  tell(telling, effect, effect.id, { type: 'message.bounced', data: { ...sent.data, message } });
}

function tell(
  { program, store, clock, counts }: Telling,
  effect: Effect,
  id: string,
  { type, data }: NonNullable<Reaction['event']>,
): void {
  const now = clock();
  const event: Event = { id, source: 'crmctl', type, at: now, data, cause: causeOf(effect) };
  feed(program, store, { kind: 'event', event }, now, now, counts);
}
