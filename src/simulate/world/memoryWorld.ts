import type { EntityKind, WorldStore } from '../../engine/state.js';
import type { Entity } from '../../language/scope.js';
import { createIdTable } from './idTable.js';
import { createOwnersIndex, oldestFirst, type Found } from './ownersIndex.js';
import { unrecorded, type RecordedLines } from './recordedLines.js';
import { createRecordShelf, type RecordShelf } from './recordShelf.js';

/** Told when a customer's memberships change. */
export type OnSegments = (before: readonly string[], after: readonly string[]) => void;

/** The world of a back-test: maps, with the orders of each customer found when somebody asks. */
export function createMemoryWorld(onSegments?: OnSegments, lines: RecordedLines = unrecorded): WorldStore {
  const records: Record<EntityKind, RecordShelf> = {
    order: createRecordShelf('order', lines),
    customer: createRecordShelf('customer', lines),
  };
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
      records[kind].keepObjects();
      const found: Found[] = [];
      records[kind].forEach((id) => found.push({ id, record: records[kind].get(id)! }));
      return oldestFirst(found);
    },
    record: (kind, id) => records[kind].get(id),
    knows: (kind, id) => records[kind].knows(id),
    ownerOf: (order) => records.order.ownerOf(order),
    put(kind, id, record, event) {
      if (kind === 'order') owners.moved(id, record);
      records[kind].put(id, record, event);
    },
    begin(kind, id, event, owner) {
      const hasBegun = records[kind].begin(id, event, owner);
      if (hasBegun && kind === 'order') owners.came(id);
      return hasBegun;
    },
    putOff: (kind, id, event) => {
      const isPutOff = records[kind].putOff(id, event);
      if (isPutOff && kind === 'order') owners.changed(id);
      return isPutOff;
    },
    repeats: (kind, id, event) => records[kind].repeats(id, event),
    asOfNow: (kind, id) => records[kind].asOfNow(id),
    setSegments(customer, codes) {
      onSegments?.(segments.get(customer) ?? none, codes);
      segments.set(customer, codes);
    },
    putUser: (id, user) => void users.set(id, user),
  };
}

const none: readonly never[] = [];
