import type { Change, Event } from '../model/event.js';
import { formatInstant } from '../model/instant.js';
import { isObject } from '../model/json.js';
import { plainPhone } from '../model/phone.js';
import type { EntityKind, EntityRecord, WorldStore } from './state.js';
import { mergeCustomers } from './world/mergeCustomers.js';
import { placeMembers } from './world/members.js';
import { keyOf, mergeData } from './world/merge.js';
import { mergeEvent } from './world/mergeEvent.js';

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
  const changed = changedEntity(event);
  const orderData = isObject(data.order) ? data.order : undefined;
  const orderId = idOf(orderData) ?? (changed === 'order' ? subjectId(data, 'order') : undefined);
  const order = orderId === undefined ? undefined : world.record('order', orderId);
  const inner = isObject(orderData?.['customer']) ? orderData['customer'] : undefined;
  const outer = isObject(data.customer) ? data.customer : undefined;
  const customerId = idOf(outer) ?? idOf(inner) ?? linkOf(order);
  const changes: Change[] = [];
  let customerIsNew = false;

  if (customerId !== undefined && (outer || inner || changed === 'customer')) {
    const customer = world.record('customer', customerId);
    customerIsNew = customer === undefined;
    // Most events name the customer in the order, too: nothing to merge then.
    const own = inner && outer && !(isStub(inner) && hasId(outer)) ? { ...inner, ...outer } : (outer ?? inner ?? {});
    record(world, 'customer', customerId, customer, event, own, changed === 'customer', changes);
  }
  if (orderId !== undefined) {
    const own = linkCustomer(orderData ?? { id: orderId }, outer, order);
    record(world, 'order', orderId, order, event, own, changed === 'order', changes);
  }
  const survivor = event.type === 'customer.merged' ? mergeInto(world, event, customerId) : undefined;
  if (isObject(data['user'])) rememberUser(world, data['user']);

  const applied: { -readonly [K in keyof Applied]: Applied[K] } = {
    changes,
    isNew: { order: orderId !== undefined && order === undefined, customer: customerIsNew },
  };
  const number = phoneOf(data);
  const phone = plainPhone(number) ?? number;
  if (orderId !== undefined) applied.order = orderId;
  if (customerId !== undefined) applied.customer = survivor ?? customerId;
  if (phone !== undefined) applied.phone = phone;
  if (survivor !== undefined && customerId !== undefined) applied.merged = [customerId];
  return applied;
}

function record(
  world: WorldStore,
  kind: EntityKind,
  id: string,
  before: EntityRecord | undefined,
  event: Event,
  own: Data,
  isSubject: boolean,
  changes: Change[],
): void {
  const created = isSubject && event.type === creation[kind];
  const placed = placeMembers(kind, own, before, event);
  // A log that does not say when it was created says it by the event.
  const isUndated = created && (placed['createdAt'] ?? before?.data['createdAt'] ?? null) === null;
  const patch = isUndated ? { ...placed, createdAt: formatInstant(event.at) } : placed;
  const given = isSubject ? event.data.changes : undefined;
  if (before && given === undefined && isStub(patch) && !(isSubject && endings.test(event.type))) return;
  const deleted = isSubject && event.type === deletion[kind];
  const merged = mergeEvent(before, patch, event.at, given && ofElement(event, given), created);
  if (deleted || merged.record !== before) world.put(kind, id, deleted ? { ...merged.record, deleted } : merged.record);
  for (const change of merged.changes) changes.push(named(kind, change));
}

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
  record(world, 'customer', survivor, world.record('customer', survivor), event, into, false, []);
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

function linkOf(record: EntityRecord | undefined): string | undefined {
  const link = record?.data['customer'];
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
