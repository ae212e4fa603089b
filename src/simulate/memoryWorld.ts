import type { EntityKind, EntityRecord, WorldStore } from '../engine/state.js';
import type { Entity } from '../language/scope.js';
import { isObject } from '../model/json.js';

/** Told when a customer's memberships change. */
export type OnSegments = (before: readonly string[], after: readonly string[]) => void;

/** The world of a back-test: maps, with an index of each customer's orders. */
export function createMemoryWorld(onSegments?: OnSegments): WorldStore {
  const records: Record<EntityKind, Map<string, EntityRecord>> = { order: new Map(), customer: new Map() };
  const orderIds = new Map<string, Set<string>>();
  const orders = new Map<string, readonly Entity[]>();
  const users = new Map<string, Entity>();
  const segments = new Map<string, readonly string[]>();

  const link = (order: string, before: EntityRecord | undefined, after: EntityRecord): void => {
    // Most events leave an order with its customer.
    if (before !== undefined && before.data['customer'] === after.data['customer'] && orders.size === 0) return;
    const from = before && customerOf(before);
    const to = customerOf(after);
    if (from !== undefined && from !== to) {
      orderIds.get(from)?.delete(order);
      orders.delete(from);
    }
    if (to === undefined) return;
    orders.delete(to);
    const known = orderIds.get(to);
    if (known) known.add(order);
    else orderIds.set(to, new Set([order]));
  };
  return {
    order: (id) => records.order.get(id)?.data,
    customer: (id) => records.customer.get(id)?.data,
    ordersOf(customer) {
      const cached = orders.get(customer);
      if (cached) return cached;
      const ids = orderIds.get(customer);
      if (!ids) return none;
      const list = oldestFirst(records.order, ids);
      orders.set(customer, list);
      return list;
    },
    since(kind, id, field) {
      const record = records[kind].get(id);
      return record && (record.since[field] ?? record.createdAt);
    },
    createdAt: (kind, id) => records[kind].get(id)?.createdAt,
    user: (id) => users.get(id),
    users: () => users.values(),
    segmentsOf: (customer) => segments.get(customer) ?? none,
    all: (kind) => oldestFirst(records[kind], records[kind].keys()),
    record: (kind, id) => records[kind].get(id),
    put(kind, id, record) {
      if (kind === 'order') link(id, records.order.get(id), record);
      records[kind].set(id, record);
    },
    setSegments(customer, codes) {
      onSegments?.(segments.get(customer) ?? none, codes);
      segments.set(customer, codes);
    },
    putUser: (id, user) => void users.set(id, user),
  };
}

/** By creation, then id; deleted ones left out. */
function oldestFirst(records: ReadonlyMap<string, EntityRecord>, ids: Iterable<string>): readonly Entity[] {
  const found: { readonly id: string; readonly record: EntityRecord }[] = [];
  for (const id of ids) {
    const record = records.get(id);
    if (record && !record.deleted) found.push({ id, record });
  }
  found.sort((a, b) => a.record.createdAt - b.record.createdAt || (a.id < b.id ? -1 : 1));
  return found.map(({ record }) => record.data);
}

function customerOf(order: EntityRecord): string | undefined {
  const link = order.data['customer'];
  const id = isObject(link) ? link['id'] : undefined;
  return typeof id === 'number' || typeof id === 'string' ? String(id) : undefined;
}

const none: readonly never[] = [];
