import type { Change, Event } from '../../model/event.js';
import { isObject } from '../../model/json.js';
import { remembered } from '../../model/remembered.js';
import type { EntityKind, EntityRecord } from '../state.js';
import { carriesMembers } from './members.js';
import { keyOf } from './merge.js';

type Data = Readonly<Record<string, unknown>>;

/** What an event says, before it is held against what is known. */
export interface Said {
  readonly event: Event;
  /** Whose fields `data.changes` names. */
  readonly subject: EntityKind;
  /** Which entity was created or deleted by it. */
  readonly creates: EntityKind | undefined;
  readonly deletes: EntityKind | undefined;
  readonly order: Data | undefined;
  /** The customer beside the order, and the one inside it. */
  readonly customer: Data | undefined;
  readonly inner: Data | undefined;
  /** Ids as text. */
  readonly orderId: string | undefined;
  readonly customerId: string | undefined;
  /** There are objects in it that live inside the order or the customer. */
  readonly carriesMembers: boolean;
}

let last: Said | undefined;

/** Everybody who handles an event asks the same of it: it is read once. */
export function saidBy(event: Event): Said {
  return last?.event === event ? last : (last = read(event));
}

function read(event: Event): Said {
  const { data } = event;
  const { owner, creates, deletes } = meaningOf(event.type);
  const subject = owner ?? (data.order ? 'order' : 'customer');
  const order = isObject(data.order) ? data.order : undefined;
  const customer = isObject(data.customer) ? data.customer : undefined;
  const inner = isObject(order?.['customer']) ? order['customer'] : undefined;
  return {
    event,
    subject,
    creates,
    deletes,
    order,
    customer,
    inner,
    orderId: idOf(order) ?? (subject === 'order' ? bareId(data['order']) : undefined),
    customerId: idOf(customer) ?? idOf(inner),
    carriesMembers: carriesMembers(data),
  };
}

/** By the first word of the event's type; other types are about what the event carries. */
const owners: Readonly<Record<string, EntityKind>> = {
  order: 'order',
  payment: 'order',
  item: 'order',
  delivery: 'order',
  customer: 'customer',
  cart: 'customer',
};

const meaningOf = remembered((type: string) => ({
  owner: owners[firstWord(type)],
  creates: creation[type],
  deletes: deletion[type],
}));

const creation: Readonly<Record<string, EntityKind>> = { 'order.created': 'order', 'customer.created': 'customer' };
const deletion: Readonly<Record<string, EntityKind>> = { 'order.deleted': 'order', 'customer.deleted': 'customer' };

/** The changes that the event tells of the entity; of a `payment.changed` those of that payment: `payments.status` of the order. */
export function changesOf({ event: { type, data }, subject }: Said, kind: EntityKind): readonly Change[] | undefined {
  const { changes } = data;
  if (subject !== kind || changes === undefined) return undefined;
  const word = firstWord(type);
  const about = word === 'payment' || word === 'item' ? data[word] : undefined;
  const element = isObject(about) ? keyOf(about) : undefined;
  return element === undefined ? changes : changes.map((change) => ({ element, ...change }));
}

/** It holds the entity, maybe, and nothing that would have to be done to it. */
export function isPlain({ carriesMembers, creates, deletes, subject, event }: Said, kind: EntityKind): boolean {
  if (carriesMembers) return false;
  return subject !== kind || (event.data.changes === undefined && creates === undefined && deletes === undefined);
}

/** What it says of the entity itself, without what lives inside that. */
export function ownOf(said: Said, kind: EntityKind, id: string, known: EntityRecord | undefined): Data {
  const { order, customer, inner } = said;
  if (kind === 'order') return linkCustomer(order ?? { id }, customer, known);
  // Most events name the customer in the order, too: nothing to merge then.
  return inner && customer && !(isStub(inner) && hasId(customer))
    ? { ...inner, ...customer }
    : (customer ?? inner ?? {});
}

/** The order keeps a link; what else it says of its customer belongs to the customer. */
function linkCustomer(order: Data, outer: Data | undefined, known: EntityRecord | undefined): Data {
  const inner = order['customer'];
  if (inner === undefined && known !== undefined && isObject(known.data['customer']) && hasId(known.data['customer']))
    return order;
  if (isObject(inner))
    return isStub(inner) || idOf(inner) === undefined ? order : { ...order, customer: { id: inner['id'] } };
  if (inner !== undefined || outer === undefined || !hasId(outer)) return order;
  return { ...order, customer: { id: outer['id'] } };
}

/** Id of the customer whom an order names that nobody has seen before; `undefined`: none. */
export function linkIn({ order, customer }: Said): unknown {
  const inner = order?.['customer'];
  const link = inner === undefined ? customer : inner;
  return isObject(link) && hasId(link) ? link['id'] : undefined;
}

/** The number by which an unknown customer is told apart: of the call or message itself, else of the customer. */
export function phoneIn({ event: { data }, order, customer, inner }: Said): string | undefined {
  for (const name in data) {
    const member = data[name];
    if (name === 'order' || name === 'customer' || !isObject(member)) continue;
    if (typeof member['phone'] === 'string') return member['phone'];
  }
  if (typeof data['phone'] === 'string') return data['phone'];
  const ofOrder = order?.['phone'];
  return firstPhone(customer) ?? (typeof ofOrder === 'string' ? ofOrder : firstPhone(inner));
}

function firstPhone(card: Data | undefined): string | undefined {
  const first = Array.isArray(card?.['phones']) ? (card['phones'][0] as unknown) : undefined;
  return isObject(first) && typeof first['number'] === 'string' ? first['number'] : undefined;
}

/** Only says whom it is about. */
export function isStub(patch: Data): boolean {
  for (const name in patch) if (name !== 'id') return false;
  return true;
}

export function idOf(entity: Data | undefined): string | undefined {
  return bareId(entity?.['id']);
}

function bareId(id: unknown): string | undefined {
  return typeof id === 'string' ? id : typeof id === 'number' ? String(id) : undefined;
}

function hasId({ id }: Data): boolean {
  return typeof id === 'number' || typeof id === 'string';
}

function firstWord(type: string): string {
  const dot = type.indexOf('.');
  return dot < 0 ? type : type.slice(0, dot);
}
