import type { EntityRecord } from '../engine/state.js';
import type { Entity } from '../language/scope.js';
import { isObject } from '../model/json.js';
import { createIdTable, type IdTable } from './idTable.js';
import type { RecordShelf } from './recordShelf.js';

/** Whose orders are whose. Kept from the first question on: many projects never ask. */
export interface OwnersIndex {
  /** An order was put. */
  moved(order: string, before: EntityRecord | undefined, after: EntityRecord): void;
  /** By creation, then id; deleted ones left out. */
  ordersOf(customer: string): readonly Entity[];
}

/** A customer's orders by id, and as they were told last. */
interface Owner {
  ids: string[];
  list: readonly Entity[] | undefined;
}

export function createOwnersIndex(shelf: RecordShelf): OwnersIndex {
  let owners: IdTable<Owner> | undefined;

  const add = (table: IdTable<Owner>, customer: string, order: string): void => {
    const owner = table.get(customer);
    if (owner === undefined) table.set(customer, { ids: [order], list: undefined });
    else owner.ids.push(order);
  };
  const build = (): IdTable<Owner> => {
    const table = createIdTable<Owner>();
    for (const id of shelf.ids()) {
      const customer = customerOf(shelf.get(id)!);
      if (customer !== undefined) add(table, customer, id);
    }
    return table;
  };
  return {
    moved(order, before, after) {
      if (owners === undefined) return;
      const to = customerOf(after);
      const from = before && (before.data['customer'] === after.data['customer'] ? to : customerOf(before));
      const owner = to === undefined ? undefined : owners.get(to);
      if (owner !== undefined) owner.list = undefined;
      if (from === to) return;
      const left = from === undefined ? undefined : owners.get(from);
      if (left !== undefined) {
        left.ids = left.ids.filter((id) => id !== order);
        left.list = undefined;
      }
      if (to !== undefined) add(owners, to, order);
    },
    ordersOf(customer) {
      const owner = (owners ??= build()).get(customer);
      if (owner === undefined) return none;
      return (owner.list ??= oldestFirst(shelf, owner.ids));
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
  if (found.length > 1) found.sort((a, b) => a.record.createdAt - b.record.createdAt || (a.id < b.id ? -1 : 1));
  return found.map(({ record }) => record.data);
}

function customerOf(order: EntityRecord): string | undefined {
  const link = order.data['customer'];
  const id = isObject(link) ? link['id'] : undefined;
  return typeof id === 'number' || typeof id === 'string' ? String(id) : undefined;
}

const none: readonly never[] = [];
