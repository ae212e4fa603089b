import type { Event } from '../../model/event.js';
import { formatInstant } from '../../model/instant.js';
import { isObject } from '../../model/json.js';
import type { EntityKind, EntityRecord } from '../state.js';
import { keyOf, mergeData } from './merge.js';

type Data = Readonly<Record<string, unknown>>;

interface Home {
  readonly entity: EntityKind;
  readonly field: string;
  /** What the field becomes when the event carries the object. */
  readonly place: (before: unknown, object: Data, event: Event) => unknown;
}

/** Objects of an event that live inside the order or the customer; the others stay with their event. */
const homes: Readonly<Record<string, Home>> = {
  cart: {
    entity: 'customer',
    field: 'cart',
    place: (_before, cart, event) => ({ updatedAt: formatInstant(event.at), ...cart }),
  },
  page: { entity: 'customer', field: 'viewed', place: appendPage },
  message: { entity: 'customer', field: 'messages', place: upsertMessage },
  account: { entity: 'customer', field: 'loyaltyAccount', place: (_before, account) => account },
  subscription: { entity: 'customer', field: 'customerSubscriptions', place: upsertSubscription },
  delivery: { entity: 'order', field: 'delivery', place: (_before, delivery) => delivery },
  payment: { entity: 'order', field: 'payments', place: (before, payment) => upsert(before, payment) },
  item: {
    entity: 'order',
    field: 'items',
    place: (before, item, event) =>
      event.type === 'item.removed' ? without(before, item) : upsert(before, withAdder(item, event)),
  },
};

const members = Object.keys(homes);

/** So many views and messages of a customer are kept, the latest. */
const keptViews = 50;
const keptMessages = 100;

/** The entity's own object together with the objects of the event that live inside it. */
export function placeMembers(
  entity: EntityKind,
  own: Data,
  known: EntityRecord | undefined,
  said: { readonly event: Event; readonly carriesMembers: boolean },
): Data {
  const { event } = said;
  let placed: Record<string, unknown> | undefined;
  if (said.carriesMembers)
    for (const name of members) {
      const object = event.data[name];
      const home = homes[name]!;
      if (home.entity !== entity || object === undefined) continue;
      if (isObject(object)) (placed ??= { ...own })[home.field] = home.place(known?.data[home.field], object, event);
      else if (object === null && name === 'cart') (placed ??= { ...own })[home.field] = null;
    }
  const payments = own['payments'];
  if (entity === 'order' && isObject(payments) && !Array.isArray(known?.data['payments'])) {
    (placed ??= { ...own })['payments'] = Object.entries(payments).map(([id, payment]) =>
      isObject(payment) ? { id, ...payment } : payment,
    );
  }
  if (entity === 'customer' && event.type === 'message.unsubscribed' && isEmail(event.data['message'])) {
    (placed ??= { ...own })['emailMarketingUnsubscribedAt'] = formatInstant(event.at);
  }
  return placed ?? own;
}

/** Whether it has objects that live inside the order or the customer. */
export function carriesMembers(data: Data): boolean {
  for (const name in data)
    if (name !== 'order' && name !== 'customer' && name !== 'changes' && homes[name] !== undefined) return true;
  return false;
}

/** A line that joins an order remembers who added it: `user`, `api`, `code` or `rule`. */
function withAdder(item: Data, event: Event): Data {
  const by = event.data['by'];
  return event.type === 'item.added' && isObject(by) ? { addedBy: by['source'], ...item } : item;
}

function isEmail(message: unknown): boolean {
  return isObject(message) && message['channel'] === 'email';
}

function appendPage(before: unknown, page: Data, event: Event): unknown {
  return [...listOf(before).slice(1 - keptViews), { viewedAt: formatInstant(event.at), ...page }];
}

/** One record a message: its last status, and when it was first heard of, delivered and opened. */
function upsertMessage(before: unknown, message: Data, event: Event): unknown {
  if (!event.type.startsWith('message.')) return before;
  const status = event.type.slice(event.type.indexOf('.') + 1);
  const known =
    keyOf(message) === undefined ? undefined : listOf(before).find((member) => sameElement(member, message));
  const first = (name: string): Data => ({
    [name]: (isObject(known) ? known[name] : undefined) ?? formatInstant(event.at),
  });
  const reached = reachedAt[status];
  const moments = { ...first('sentAt'), ...(reached !== undefined && first(reached)) };
  return upsert(before, { ...moments, ...message, status }).slice(-keptMessages);
}

/** Statuses that a message has a moment for: that of the event, when the message does not say. */
const reachedAt: Readonly<Record<string, string>> = { delivered: 'deliveredAt', opened: 'openedAt' };

/** One record a channel and subject. */
function upsertSubscription(before: unknown, subscription: Data, event: Event): unknown {
  const about = subjectOf(subscription);
  const others = listOf(before).filter(
    (member) => !isObject(member) || about === undefined || subjectOf(member) !== about,
  );
  return [...others, { changedAt: formatInstant(event.at), ...subscription }];
}

function subjectOf(subscription: Data): string | undefined {
  const category = subscription['subscription'];
  return isObject(category)
    ? String(category['id'] ?? `${String(category['channel'])}/${String(category['code'])}`)
    : undefined;
}

function upsert(before: unknown, element: Data): readonly unknown[] {
  const list = listOf(before);
  const at = keyOf(element) === undefined ? -1 : list.findIndex((member) => sameElement(member, element));
  const known = list[at];
  return isObject(known) ? list.with(at, mergeData(known, element, [])) : [...list, element];
}

function without(before: unknown, element: Data): readonly unknown[] {
  return listOf(before).filter((member) => !sameElement(member, element));
}

function sameElement(member: unknown, element: Data): boolean {
  return isObject(member) && keyOf(element) !== undefined && String(keyOf(member)) === String(keyOf(element));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
}
