import type { EntityRecord } from '../engine/state.js';
import type { Entity } from '../language/scope.js';
import { isObject } from '../model/json.js';
import type { RecordShelf } from './recordShelf.js';

/** Whose orders are whose. Kept from the first question on: many projects never ask. */
export interface OwnersIndex {
  /** An order is about to be put. */
  moved(order: string, before: EntityRecord | undefined, after: EntityRecord): void;
  /** By creation, then id; deleted ones left out. */
  ordersOf(customer: string): readonly Entity[];
}

export function createOwnersIndex(shelf: RecordShelf): OwnersIndex {
  let ids: Map<string, readonly string[]> | undefined;
  const lists = new Map<string, readonly Entity[]>();

  const add = (customer: string, order: string): void =>
    void ids!.set(customer, [...(ids!.get(customer) ?? none), order]);
  const build = (): Map<string, readonly string[]> => {
    ids = new Map();
    for (const id of shelf.ids()) {
      const customer = customerOf(shelf.get(id)!);
      if (customer !== undefined) add(customer, id);
    }
    return ids;
  };
  return {
    moved(order, before, after) {
      if (ids === undefined) return;
      const to = customerOf(after);
      const from = before && (before.data['customer'] === after.data['customer'] ? to : customerOf(before));
      if (to !== undefined) lists.delete(to);
      if (from === to) return;
      if (from !== undefined) {
        lists.delete(from);
        ids.set(from, ids.get(from)?.filter((id) => id !== order) ?? none);
      }
      if (to !== undefined) add(to, order);
    },
    ordersOf(customer) {
      const known = lists.get(customer);
      if (known !== undefined) return known;
      const own = (ids ?? build()).get(customer);
      if (own === undefined) return none;
      const list = oldestFirst(shelf, own);
      lists.set(customer, list);
      return list;
    },
  };
}

/** By creation, then id; deleted ones left out. */
export function oldestFirst(records: RecordShelf, ids: Iterable<string>): readonly Entity[] {
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
