import type { Entity } from '../../language/scope.js';
import type { Event, EventData } from '../../model/event.js';
import { isObject } from '../../model/json.js';
import { plainPhone } from '../../model/phone.js';
import { remembered } from '../../model/remembered.js';
import type { Program } from '../program.js';
import type { EngineState } from '../state.js';

/** Why somebody must not be written to any more. An unsubscription is about marketing; a letter about the customer's own order still goes. */
type Reason = 'bounced' | 'complained' | 'operator' | 'unsubscribed';

/** A way to reach somebody, by channels of a type or by any. */
interface Recipient {
  readonly type: string;
  readonly address?: string | undefined;
  readonly customer?: string | undefined;
}

type Ledger = Pick<EngineState, 'memo' | 'setMemo'>;

const anyType = '*';

/** Whether a message of that class must not go there (docs/engine.md#whether-a-message-may-go). The list is kept from events, so that it is the same on every host. */
export function isSuppressed(state: Ledger, { type, address, customer }: Recipient, messageClass: string): boolean {
  const plain = address === undefined ? undefined : plainAddress(address);
  const isOn = (kind: 'address' | 'customer', id: string | undefined, of: string): boolean =>
    id !== undefined && reasonsOf(state, entryOf(kind, id, of)).some((reason) => holdsFor(reason, messageClass));
  return [type, anyType].some((of) => isOn('address', plain, of) || isOn('customer', customer, of));
}

function holdsFor(reason: Reason, messageClass: string): boolean {
  return reason !== 'unsubscribed' || messageClass === 'marketing';
}

/** Changes the list by what an event tells. `customer`: whom it is about. */
export function updateSuppressionList(
  program: Program,
  state: EngineState,
  { type, data }: Event,
  customer: string | undefined,
): void {
  const change = changes[type]?.({
    data,
    customer,
    card: customer === undefined ? undefined : state.world.customer(customer),
    typeOf: (channel) => program.channels.get(String(channel))?.type ?? String(channel ?? 'email'),
  });
  if (change === undefined) return;
  const { recipient, adds, removes } = change;
  const types = removes === 'all' && recipient.type === anyType ? typesOf(program) : [recipient.type];
  for (const each of types) {
    const entry = entryToChange({ ...recipient, type: each });
    if (entry === undefined) return;
    const before = state.memo(entry) ?? '';
    const kept = removes === 'all' ? [] : reasonsOf(state, entry).filter((reason) => reason !== removes);
    const after = [...new Set(adds === undefined ? kept : [...kept, adds])].sort().join(' ');
    if (after !== before) state.setMemo(entry, after === '' ? undefined : after);
  }
}

/** Entries of a customer that was merged hold for the survivor, too. */
export function mergeSuppressed(program: Program, state: Ledger, gone: string, survivor: string): void {
  for (const type of typesOf(program)) {
    const reasons = reasonsOf(state, entryOf('customer', gone, type));
    const entry = entryOf('customer', survivor, type);
    if (reasons.length > 0)
      state.setMemo(entry, [...new Set([...reasonsOf(state, entry), ...reasons])].sort().join(' '));
  }
}

interface Change {
  readonly recipient: Recipient;
  readonly adds?: Reason;
  readonly removes?: Reason | 'all';
}

interface Told {
  readonly data: EventData;
  readonly customer: string | undefined;
  readonly card: Entity | undefined;
  /** An event names a channel by its type or by its code. */
  readonly typeOf: (channel: unknown) => string;
}

const changes: Readonly<Record<string, (told: Told) => Change | undefined>> = {
  'message.bounced': (told) =>
    member(told.data, 'message')['permanent'] === true
      ? { recipient: recipientOfMessage(told), adds: 'bounced' }
      : undefined,
  'message.complained': (told) => ({ recipient: recipientOfMessage(told), adds: 'complained' }),
  'message.unsubscribed': (told) => {
    const { type, address } = recipientOfMessage(told);
    const { customer } = told;
    return { recipient: customer === undefined ? { type, address } : { type, customer }, adds: 'unsubscribed' };
  },
  'subscription.changed': ({ data, customer, card, typeOf }) => {
    const { subscribed, subscription } = member(data, 'subscription');
    const channel = isObject(subscription) ? subscription['channel'] : undefined;
    const recipient = { type: typeOf(channel), customer };
    if (subscribed === true) return { recipient, removes: 'unsubscribed' };
    return subscribed === false && !takesAny(card, channel) ? { recipient, adds: 'unsubscribed' } : undefined;
  },
  'suppression.added': (told) => ({ recipient: recipientOfOperator(told), adds: 'operator' }),
  'suppression.removed': (told) => ({ recipient: recipientOfOperator(told), removes: 'all' }),
};

/** The address that the message went to; where the event does not say, the customer by that type of channel. */
function recipientOfMessage({ data, customer, typeOf }: Told): Recipient {
  const { channel, to } = member(data, 'message');
  return { type: typeOf(channel), ...(typeof to === 'string' ? { address: to } : { customer }) };
}

/** An address or a customer, of one type of channel or of all. */
function recipientOfOperator({ data, customer, typeOf }: Told): Recipient {
  const { address, channel } = member(data, 'suppression');
  const type = channel === undefined || channel === null ? anyType : typeOf(channel);
  return { type, ...(typeof address === 'string' ? { address } : { customer }) };
}

/** Another subject of the same channel that the customer still takes. */
function takesAny(card: Entity | undefined, channel: unknown): boolean {
  const all = Array.isArray(card?.['customerSubscriptions']) ? card['customerSubscriptions'].filter(isObject) : [];
  return all.some(
    ({ subscription, subscribed }) =>
      subscribed === true && isObject(subscription) && subscription['channel'] === channel,
  );
}

function typesOf({ channels }: Program): readonly string[] {
  return [...new Set([anyType, ...[...channels.values()].map(({ type }) => type)])];
}

function entryToChange({ type, address, customer }: Recipient): string | undefined {
  if (address !== undefined) return entryOf('address', plainAddress(address), type);
  return customer === undefined ? undefined : entryOf('customer', customer, type);
}

function entryOf(kind: 'address' | 'customer', id: string, type: string): string {
  return beginningOf[kind](type) + id;
}

/** Asked before every message. */
const beginningOf = {
  address: remembered((type) => `suppressed:address/${type}/`),
  customer: remembered((type) => `suppressed:customer/${type}/`),
};

function plainAddress(address: string): string {
  return address.includes('@') ? address.trim().toLowerCase() : (plainPhone(address) ?? address);
}

function reasonsOf(state: Ledger, entry: string): readonly Reason[] {
  const text = state.memo(entry);
  // Written above.
  return text === undefined || text === '' ? none : (text.split(' ') as Reason[]);
}

function member(data: EventData, name: string): Entity {
  const value = data[name];
  return isObject(value) ? value : {};
}

const none: readonly never[] = [];
