import type { Change, Event } from '../model/event.js';
import { formatInstant } from '../model/instant.js';
import { isObject } from '../model/json.js';
import { plainPhone } from '../model/phone.js';
import type { EntityKind, EntityRecord, WorldStore } from './state.js';
import { mergeCustomers } from './world/mergeCustomers.js';
import { carriesMembers, placeMembers } from './world/members.js';
import { keyOf, mergeData } from './world/merge.js';
import { isChange, mergeEvent, type MergedRecord } from './world/mergeEvent.js';

type Data = Readonly<Record<string, unknown>>;

/** What an event did to the world, and whom it is about (ids as text). */
export interface Applied {
  /** Field names with the entity first: `order.status`, `customer.cart.updatedAt`. */
  readonly changes: readonly Change[];
  readonly order?: string;
  readonly customer?: string;
  readonly phone?: string;
  /** `customer.merged`: these are gone, `customer` has their orders now. */
  readonly merged?: readonly string[];
  /** Entities that the world had not seen before. */
  readonly isNew: { readonly order: boolean; readonly customer: boolean };
}

/**
 * Applies an event to the world (engine.md §11): its objects are merged, then `data.changes` applied; without them
 * changes are derived from the difference. A first sight is no change. Pure but for `world`, which it writes.
 */
export function applyEvent(world: WorldStore, event: Event): Applied {
  const data = event.data;
  const orderId = idOf(orderOf(data)) ?? (changedEntity(event) === 'order' ? subjectId(data, 'order') : undefined);
  const customerId = namedCustomer(data) ?? (orderId === undefined ? undefined : world.ownerOf(orderId));
  const changes: Change[] = [];
  const customerIsNew =
    customerId !== undefined && speaksOfCustomer(event) && apply(world, 'customer', customerId, event, changes);
  const orderIsNew = orderId !== undefined && apply(world, 'order', orderId, event, changes);
  const survivor = event.type === 'customer.merged' ? mergeInto(world, event, customerId) : undefined;
  if (isObject(data['user'])) rememberUser(world, data['user']);

  const applied: { -readonly [K in keyof Applied]: Applied[K] } = {
    changes,
    isNew: { order: orderIsNew, customer: customerIsNew },
  };
  const number = phoneOf(data);
  const phone = plainPhone(number) ?? number;
  if (orderId !== undefined) applied.order = orderId;
  if (customerId !== undefined) applied.customer = survivor ?? customerId;
  if (phone !== undefined) applied.phone = phone;
  if (survivor !== undefined && customerId !== undefined) applied.merged = [customerId];
  return applied;
}

/** One entity of the event: its record put, its changes added. Whether it is new. */
function apply(world: WorldStore, kind: EntityKind, id: string, event: Event, changes: Change[]): boolean {
  const told = changesToldInFull(kind, event);
  if (told !== undefined && world.putOff?.(kind, id, event) === true) {
    for (const change of told) if (isChange(change)) changes.push(named(kind, change));
    return false;
  }
  if (saysNothing(world, kind, id, event) || world.repeats?.(kind, id, event) === true) return false;
  const before = world.record(kind, id);
  const merged = merge(kind, before, event, ownOf(kind, id, event, before), changedEntity(event) === kind);
  if (merged.record !== before) world.put(kind, id, merged.record, event);
  for (const change of merged.changes) changes.push(named(kind, change));
  return before === undefined;
}

/** The record of an order or customer after an event that is about it: what `applyEvent` puts. */
export function recordAfter(
  kind: EntityKind,
  id: string,
  before: EntityRecord | undefined,
  event: Event,
): EntityRecord {
  return merge(kind, before, event, ownOf(kind, id, event, before), changedEntity(event) === kind).record;
}

function merge(
  kind: EntityKind,
  before: EntityRecord | undefined,
  event: Event,
  own: Data,
  isSubject: boolean,
): MergedRecord {
  const created = isSubject && event.type === creation[kind];
  const placed = placeMembers(kind, own, before, event);
  // A log that does not say when it was created says it by the event.
  const isUndated = created && (placed['createdAt'] ?? before?.data['createdAt'] ?? null) === null;
  const patch = isUndated ? { ...placed, createdAt: formatInstant(event.at) } : placed;
  const given = isSubject ? event.data.changes : undefined;
  if (before && given === undefined && isStub(patch) && !(isSubject && endings.test(event.type)))
    return { record: before, changes: [] };
  const merged = mergeEvent(before, patch, event.at, given && ofElement(event, given), created);
  const deleted = isSubject && event.type === deletion[kind];
  return deleted ? { record: { ...merged.record, deleted }, changes: merged.changes } : merged;
}

/** An event that only says whom it is about need not be merged with what is known. */
function saysNothing(world: WorldStore, kind: EntityKind, id: string, event: Event): boolean {
  if (!isPlain(kind, event) || !world.knows(kind, id)) return false;
  const { data } = event;
  const customer = customerOf(data);
  if (kind === 'customer') return (customer === undefined || isStub(customer)) && isStub(innerOf(data) ?? nothing);
  return isStub(orderOf(data) ?? nothing) && (customer === undefined || world.ownerOf(id) !== undefined);
}

/**
 * What an event says of a customer, as text: who merges the same twice in a row, changes nothing. `undefined`: it does more than that.
 */
export function sayingOf(kind: EntityKind, event: Event): string | undefined {
  if (kind !== 'customer' || !isPlain(kind, event)) return undefined;
  return JSON.stringify(ownOf(kind, '', event, undefined));
}

/** It holds the entity and nothing that would have to be done to it. */
function isPlain(kind: EntityKind, event: Event): boolean {
  const { data, type } = event;
  if (carriesMembers(data)) return false;
  return changedEntity(event) !== kind || (data.changes === undefined && !endings.test(type));
}

/** What the log says of the values before, too: then the changes do not depend on what is known. Not of the link to a customer. */
function changesToldInFull(kind: EntityKind, event: Event): readonly Change[] | undefined {
  const given = event.data.changes;
  if (given === undefined || endings.test(event.type) || changedEntity(event) !== kind) return undefined;
  if (innerOf(event.data) !== undefined) return undefined;
  for (const { field, old } of given) if (old === undefined || field.startsWith('customer')) return undefined;
  return ofElement(event, given);
}

function orderOf({ order }: Event['data']): Data | undefined {
  return isObject(order) ? order : undefined;
}

function customerOf({ customer }: Event['data']): Data | undefined {
  return isObject(customer) ? customer : undefined;
}

/** The customer inside the order. */
function innerOf(data: Event['data']): Data | undefined {
  const inner = orderOf(data)?.['customer'];
  return isObject(inner) ? inner : undefined;
}

function namedCustomer(data: Event['data']): string | undefined {
  return idOf(customerOf(data)) ?? idOf(innerOf(data));
}

function speaksOfCustomer(event: Event): boolean {
  const { data } = event;
  return customerOf(data) !== undefined || innerOf(data) !== undefined || changedEntity(event) === 'customer';
}

/** What an event says of the entity itself, without what lives inside it. */
function ownOf(kind: EntityKind, id: string, { data }: Event, known: EntityRecord | undefined): Data {
  const outer = customerOf(data);
  if (kind === 'order') return linkCustomer(orderOf(data) ?? { id }, outer, known);
  const inner = innerOf(data);
  // Most events name the customer in the order, too: nothing to merge then.
  return inner && outer && !(isStub(inner) && hasId(outer)) ? { ...inner, ...outer } : (outer ?? inner ?? {});
}

const nothing: Data = {};
const creation: Readonly<Record<EntityKind, string>> = { order: 'order.created', customer: 'customer.created' };
const deletion: Readonly<Record<EntityKind, string>> = { order: 'order.deleted', customer: 'customer.deleted' };
const endings = /^(order|customer)\.(created|deleted)$/;

/** Only says whom it is about. */
function isStub(patch: Data): boolean {
  for (const name in patch) if (name !== 'id') return false;
  return true;
}

function named(kind: EntityKind, { field, old, new: value, element }: Change): Change {
  const name = fullNames[kind](field);
  return element === undefined ? { field: name, old, new: value } : { field: name, old, new: value, element };
}

const fullNames: Readonly<Record<EntityKind, (field: string) => string>> = {
  order: remembered((field) => `order.${field}`),
  customer: remembered((field) => `customer.${field}`),
};

/** Whose fields `data.changes` names: by the first word of the event's type, else by what the event carries. */
const owners: Readonly<Record<string, EntityKind>> = {
  order: 'order',
  payment: 'order',
  item: 'order',
  delivery: 'order',
  customer: 'customer',
  cart: 'customer',
};

function changedEntity(event: Event): EntityKind {
  return ownerOf(event.type) ?? (event.data.order ? 'order' : 'customer');
}

const ownerOf = remembered((type: string) => owners[firstWord(type)]);

/** A `payment.changed` names the fields of that payment: `payments.status` of the order. */
function ofElement(event: Event, changes: readonly Change[]): readonly Change[] {
  const word = firstWord(event.type);
  const about = word === 'payment' || word === 'item' ? event.data[word] : undefined;
  const element = isObject(about) ? keyOf(about) : undefined;
  return element === undefined ? changes : changes.map((change) => ({ element, ...change }));
}

function firstWord(type: string): string {
  const dot = type.indexOf('.');
  return dot < 0 ? type : type.slice(0, dot);
}

function mergeInto(world: WorldStore, event: Event, gone: string | undefined): string | undefined {
  const into = isObject(event.data['combinedTo']) ? event.data['combinedTo'] : undefined;
  const survivor = idOf(into);
  if (!into || survivor === undefined || gone === undefined || gone === survivor) return undefined;
  const before = world.record('customer', survivor);
  const { record } = merge('customer', before, event, into, false);
  if (record !== before) world.put('customer', survivor, record);
  mergeCustomers(world, gone, survivor);
  return survivor;
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

/** The customer's id that an order names, as text. */
export function linkOf(order: EntityRecord | undefined): string | undefined {
  const link = order?.data['customer'];
  return isObject(link) ? idOf(link) : undefined;
}

function subjectId(data: Data, kind: EntityKind): string | undefined {
  const bare = data[kind];
  return typeof bare === 'number' || typeof bare === 'string' ? String(bare) : undefined;
}

function idOf(entity: Data | undefined): string | undefined {
  const id = entity?.['id'];
  return typeof id === 'string' ? id : typeof id === 'number' ? String(id) : undefined;
}

function hasId({ id }: Data): boolean {
  return typeof id === 'number' || typeof id === 'string';
}

/** The number by which an unknown customer is told apart: of the call or message itself, else of the customer. */
function phoneOf(data: Data): string | undefined {
  for (const name in data) {
    const member = data[name];
    if (name === 'order' || name === 'customer' || !isObject(member)) continue;
    if (typeof member['phone'] === 'string') return member['phone'];
  }
  if (typeof data['phone'] === 'string') return data['phone'];
  const customer = isObject(data['customer']) ? data['customer'] : undefined;
  const first = Array.isArray(customer?.['phones']) ? (customer['phones'][0] as unknown) : undefined;
  if (isObject(first) && typeof first['number'] === 'string') return first['number'];
  const order = isObject(data['order']) ? data['order'] : undefined;
  return typeof order?.['phone'] === 'string' ? order['phone'] : undefined;
}

function rememberUser(world: WorldStore, user: Data): void {
  const id = idOf(user);
  if (id !== undefined) world.putUser?.(id, mergeData(world.user(id) ?? {}, user, []));
}

/** The same few names come up all the time: what is made of them is made once. */
function remembered<T>(make: (name: string) => T): (name: string) => T {
  const known = new Map<string, { readonly made: T }>();
  return (name) => {
    let found = known.get(name);
    if (found === undefined) {
      if (known.size >= keptNames) known.clear();
      known.set(name, (found = { made: make(name) }));
    }
    return found.made;
  };
}

const keptNames = 10_000;
