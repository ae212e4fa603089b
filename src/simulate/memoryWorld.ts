import type { EntityKind, WorldStore } from '../engine/state.js';
import type { Entity } from '../language/scope.js';
import { createIdTable } from './idTable.js';
import { createOwnersIndex, oldestFirst, type Found } from './ownersIndex.js';
import { createRecordShelf, type RecordShelf } from './recordShelf.js';

/** Told when a customer's memberships change. */
export type OnSegments = (before: readonly string[], after: readonly string[]) => void;

/** The world of a back-test: maps, with the orders of each customer found when somebody asks. */
export function createMemoryWorld(onSegments?: OnSegments): WorldStore {
  const records: Record<EntityKind, RecordShelf> = { order: createRecordShelf(), customer: createRecordShelf() };
  const owners = createOwnersIndex(records.order);
  const users = new Map<string, Entity>();
  const segments = createIdTable<readonly string[]>();

  return {
    order: (id) => records.order.get(id)?.data,
    customer: (id) => records.customer.get(id)?.data,
    ordersOf: owners.ordersOf,
    since(kind, id, field) {
      const record = records[kind].get(id);
      return record && (record.since[field] ?? record.createdAt);
    },
    createdAt: (kind, id) => records[kind].get(id)?.createdAt,
    user: (id) => users.get(id),
    users: () => users.values(),
    segmentsOf: (customer) => segments.get(customer) ?? none,
    all(kind) {
      const found: Found[] = [];
      records[kind].forEach((record, id) => found.push({ id, record }));
      return oldestFirst(found);
    },
    record: (kind, id) => records[kind].get(id),
    put(kind, id, record) {
      const before = records[kind].put(id, record);
      if (kind === 'order') owners.moved(id, before, record);
    },
    setSegments(customer, codes) {
      onSegments?.(segments.get(customer) ?? none, codes);
      segments.set(customer, codes);
    },
    putUser: (id, user) => void users.set(id, user),
  };
}

const none: readonly never[] = [];
