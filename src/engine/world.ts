import type { Change, Event } from '../model/event.js';
import { isObject } from '../model/json.js';
import { plainPhone } from '../model/phone.js';
import { remembered } from '../model/remembered.js';
import type { EntityKind, EntityRecord, WorldStore } from './state.js';
import { mergeData } from './world/merge.js';
import { mergeCustomers } from './world/mergeCustomers.js';
import { isChange } from './world/mergeEvent.js';
import { mergeSaid } from './world/recordAfter.js';
import { changesOf, idOf, isPlain, isStub, linkIn, ownOf, phoneIn, saidBy, type Said } from './world/said.js';

type Data = Readonly<Record<string, unknown>>;

/** What an event did to the world, and whom it is about (ids as text). */
export interface Applied {
  /** Field names with the entity first: `order.status`, `customer.cart.updatedAt`. */
  readonly changes: readonly Change[];
  readonly order: string | undefined;
  readonly customer: string | undefined;
  readonly phone: string | undefined;
  /** `customer.merged`: these are gone, `customer` has their orders now. */
  readonly merged: readonly string[] | undefined;
  /** Entities that the world had not seen before. */
  readonly isNew: { readonly order: boolean; readonly customer: boolean };
  /** The order came, went, changed hands or maybe the moment when it was placed; of the customer more may be different than `changes` says. */
  readonly moved: { readonly order: boolean; readonly customer: boolean };
  /** Whose the order was before it changed hands. */
  readonly former: string | undefined;
}

/**
 * Applies an event to the world (docs/operations.md#recorded-logs): its objects are merged, then `data.changes` applied; without them
 * changes are derived from the difference. A first sight is no change. Pure but for `world`, which it writes.
 */
export function applyEvent(world: WorldStore, event: Event): Applied {
  const said = saidBy(event);
  const { orderId, customer, inner, subject } = said;
  const customerId = said.customerId ?? (orderId === undefined ? undefined : world.ownerOf(orderId));
  const speaksOfCustomer = customer !== undefined || inner !== undefined || subject === 'customer';
  const changes: Change[] = [];
  const ofCustomer =
    customerId !== undefined && speaksOfCustomer ? apply(world, 'customer', customerId, said, changes) : asSaid;
  const ofOrder = orderId === undefined ? asSaid : apply(world, 'order', orderId, said, changes);
  // Changes may say whose the order is now; one that is nobody's any more is about whose it was.
  const next = orderId !== undefined && ofOrder.moved ? world.ownerOf(orderId) : undefined;
  const owner = said.customerId ?? next ?? customerId;
  const survivor = event.type === 'customer.merged' ? mergeInto(world, said, customerId) : undefined;
  if (isObject(event.data['user'])) rememberUser(world, event.data['user']);

  const { former } = ofOrder;
  // Every member stands there, known or not: objects of one shape are read faster.
  return {
    changes,
    order: orderId,
    customer: owner === undefined ? undefined : (survivor ?? owner),
    phone: numberIn(said),
    isNew: { order: ofOrder.isNew, customer: ofCustomer.isNew },
    moved: { order: ofOrder.moved, customer: ofCustomer.moved },
    former: former === owner ? undefined : former,
    merged: survivor !== undefined && customerId !== undefined ? [customerId] : undefined,
  };
}

/** The telephone number by which somebody is known of whom the CRM knows nothing else. */
export function phoneOf(event: Event): string | undefined {
  return numberIn(saidBy(event));
}

function numberIn(said: Said): string | undefined {
  const number = phoneIn(said);
  return plainPhone(number) ?? number;
}

/** What became of an entity, as in `Applied`. */
interface Outcome {
  readonly isNew: boolean;
  readonly moved: boolean;
  readonly former?: string | undefined;
}

const asSaid: Outcome = { isNew: false, moved: false };
const moved: Outcome = { isNew: false, moved: true };
const fresh: Outcome = { isNew: true, moved: true };

/** One entity of the event: its record put, its changes added. */
function apply(world: WorldStore, kind: EntityKind, id: string, said: Said, changes: Change[]): Outcome {
  const { event } = said;
  if (!world.knows(kind, id)) {
    if (beginsPlainly(said, kind) && world.begin?.(kind, id, event, linkIn(said)) === true) return fresh;
  } else {
    const told = changesToldInFull(said, kind);
    if (told !== undefined && world.putOff?.(kind, id, event) === true) {
      for (const change of told) if (isChange(change)) changes.push(named(kind, change));
      return saysMore(said, kind) ? moved : asSaid;
    }
    if (saysNothing(world, kind, id, said) || world.repeats?.(kind, id, event) === true) return asSaid;
  }
  const before = world.record(kind, id);
  const merged = mergeSaid(said, kind, before, ownOf(said, kind, id, before));
  if (merged.record !== before) world.put(kind, id, merged.record, event);
  for (const change of merged.changes) changes.push(named(kind, change));
  if (before === undefined) return fresh;
  if (kind === 'order' && linkOf(before) !== linkOf(merged.record)) return { ...moved, former: linkOf(before) };
  return saysMore(said, kind) ? moved : asSaid;
}

/** Whether more may be different than the changes say: of the customer anything, of the order when it was placed. */
function saysMore(said: Said, kind: EntityKind): boolean {
  if (said.creates === kind || said.deletes === kind) return true;
  const told = changesOf(said, kind);
  if (kind === 'customer') return told !== undefined;
  return 'createdAt' in (said.order ?? nothing) || told?.some(({ field }) => field === 'createdAt') === true;
}

/** The first that is heard of an entity is no change, and all there is to know of it stands in the event. */
function beginsPlainly({ carriesMembers, deletes, event }: Said, kind: EntityKind): boolean {
  return !carriesMembers && deletes !== kind && event.data.changes === undefined;
}

/** An event that only says whom it is about need not be merged with what is known. */
function saysNothing(world: WorldStore, kind: EntityKind, id: string, said: Said): boolean {
  const { order = nothing, customer = nothing, inner = nothing } = said;
  if (!isStub(kind === 'order' ? order : customer) || !isPlain(said, kind)) return false;
  return kind === 'customer' ? isStub(inner) : customer === nothing || world.ownerOf(id) !== undefined;
}

/** What the log says of the values before, too: then the changes do not depend on what is known. Not of the link to a customer. */
function changesToldInFull(said: Said, kind: EntityKind): readonly Change[] | undefined {
  const given = said.event.data.changes;
  if (given === undefined || said.subject !== kind || said.inner !== undefined) return undefined;
  if (said.creates !== undefined || said.deletes !== undefined) return undefined;
  for (const { field, old } of given) if (old === undefined || field.startsWith('customer')) return undefined;
  return changesOf(said, kind);
}

const nothing: Data = {};

function named(kind: EntityKind, { field, old, new: value, element }: Change): Change {
  const name = fullNames[kind](field);
  return element === undefined ? { field: name, old, new: value } : { field: name, old, new: value, element };
}

const fullNames: Readonly<Record<EntityKind, (field: string) => string>> = {
  order: remembered((field) => `order.${field}`),
  customer: remembered((field) => `customer.${field}`),
};

function mergeInto(world: WorldStore, said: Said, gone: string | undefined): string | undefined {
  const { combinedTo } = said.event.data;
  const into = isObject(combinedTo) ? combinedTo : undefined;
  const survivor = idOf(into);
  if (!into || survivor === undefined || gone === undefined || gone === survivor) return undefined;
  const before = world.record('customer', survivor);
  // Nothing that the event says of the one who is gone is about the survivor.
  const aside: Said = { ...said, subject: 'order', creates: undefined, deletes: undefined };
  const { record } = mergeSaid(aside, 'customer', before, into);
  if (record !== before) world.put('customer', survivor, record);
  mergeCustomers(world, gone, survivor);
  return survivor;
}

/** The customer's id that an order names, as text. */
export function linkOf(order: EntityRecord | undefined): string | undefined {
  const link = order?.data['customer'];
  return isObject(link) ? idOf(link) : undefined;
}

function rememberUser(world: WorldStore, user: Data): void {
  const id = idOf(user);
  if (id !== undefined) world.putUser?.(id, mergeData(world.user(id) ?? {}, user, []));
}
