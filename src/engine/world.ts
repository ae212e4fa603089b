import type { Change, Event } from '../model/event.js';
import type { Instant } from '../model/instant.js';
import { isObject } from '../model/json.js';
import type { EntityKind, EntityRecord, WorldStore } from './state.js';
import { readField, writeField } from './world/field.js';
import { mergeCustomers } from './world/mergeCustomers.js';
import { placeMembers } from './world/members.js';
import { freshData, keyOf, mergeData, sameValue } from './world/merge.js';

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
  const known = orderId === undefined ? undefined : world.record('order', orderId);
  const inner = isObject(orderData?.['customer']) ? orderData['customer'] : undefined;
  const outer = isObject(data.customer) ? data.customer : undefined;
  const customerId = idOf(outer) ?? idOf(inner) ?? linkOf(known);
  const changes: Change[] = [];

  if (customerId !== undefined && (outer || inner || changed === 'customer')) {
    const found = inner && outer && inner !== outer ? { ...inner, ...outer } : (outer ?? inner ?? {});
    const patch = placeMembers('customer', found, world.record('customer', customerId), event);
    record(world, 'customer', customerId, event, patch, changed === 'customer', changes);
  }
  if (orderId !== undefined) {
    const patch = placeMembers('order', linkCustomer(orderData ?? { id: orderId }, outer, known), known, event);
    record(world, 'order', orderId, event, patch, changed === 'order', changes);
  }
  const survivor = event.type === 'customer.merged' ? mergeInto(world, event, customerId) : undefined;
  if (isObject(data['user'])) rememberUser(world, data['user']);
  const phone = phoneOf(data);
  return {
    changes,
    ...(orderId !== undefined && { order: orderId }),
    ...(customerId !== undefined && { customer: survivor ?? customerId }),
    ...(phone !== undefined && { phone }),
    ...(survivor !== undefined && customerId !== undefined && { merged: [customerId] }),
  };
}

export interface MergedRecord {
  readonly record: EntityRecord;
  /** Relative to the entity: `status`, `payments.status`. */
  readonly changes: readonly Change[];
}

/**
 * One entity after an event: `patch` merged, then `given` changes applied. `created` says that the event is the
 * entity's own creation: then nothing counts as changed, even when another event mentioned it before.
 */
export function mergeEvent(
  before: EntityRecord | undefined,
  patch: Data,
  at: Instant,
  given?: readonly Change[],
  created = false,
): MergedRecord {
  const derived: Change[] = [];
  let data = before ? mergeData(before.data, patch, derived) : freshData(patch);
  const told: Change[] = [];
  for (const change of given ?? []) {
    const old =
      change.old === undefined && before ? (readField(before.data, change.field, change.element) ?? null) : change.old;
    if (sameValue(old, change.new)) continue;
    data = writeField(data, change.field, change.new, change.element);
    told.push({ ...change, old: old ?? null });
  }
  const changes = created ? none : given ? told : derived;
  if (before && data === before.data && told.length === 0 && !(created && before.deleted))
    return { record: before, changes };
  return {
    record: {
      data,
      createdAt: before?.createdAt ?? at,
      since: before || told.length > 0 ? sinceAfter(before?.since ?? {}, [...derived, ...told], at) : {},
      ...(before?.deleted && !created && { deleted: true }),
    },
    changes,
  };
}

function record(
  world: WorldStore,
  kind: EntityKind,
  id: string,
  event: Event,
  patch: Data,
  isSubject: boolean,
  changes: Change[],
): void {
  const before = world.record(kind, id);
  const own = isSubject ? event.data.changes : undefined;
  const merged = mergeEvent(before, patch, event.at, own && ofElement(event, own), event.type === `${kind}.created`);
  const deleted = event.type === `${kind}.deleted`;
  if (deleted || merged.record !== before) world.put(kind, id, deleted ? { ...merged.record, deleted } : merged.record);
  for (const change of merged.changes) changes.push({ ...change, field: `${kind}.${change.field}` });
}

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
  return owners[firstWord(event.type)] ?? (event.data.order ? 'order' : 'customer');
}

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
  record(world, 'customer', survivor, event, into, false, []);
  mergeCustomers(world, gone, survivor);
  return survivor;
}

/** The order keeps a link; what else it says of its customer belongs to the customer. */
function linkCustomer(order: Data, outer: Data | undefined, known: EntityRecord | undefined): Data {
  const inner = order['customer'];
  if (isObject(inner)) return idOf(inner) === undefined ? order : { ...order, customer: { id: inner['id'] } };
  if (inner !== undefined || idOf(outer) === undefined || linkOf(known) !== undefined) return order;
  return { ...order, customer: { id: outer!['id'] } };
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
  return typeof id === 'number' || typeof id === 'string' ? String(id) : undefined;
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

/** Every changed field, and the maps that hold it, took its value now. */
function sinceAfter(since: EntityRecord['since'], changes: readonly Change[], at: Instant): EntityRecord['since'] {
  if (changes.length === 0) return since;
  const next: Record<string, Instant> = { ...since };
  for (const { field } of changes) {
    for (let end = field.length; end > 0; end = field.lastIndexOf('.', end - 1)) next[field.slice(0, end)] = at;
  }
  return next;
}

function rememberUser(world: WorldStore, user: Data): void {
  const id = idOf(user);
  if (id !== undefined) world.putUser?.(id, mergeData(world.user(id) ?? {}, user, []));
}

const none: readonly Change[] = [];
