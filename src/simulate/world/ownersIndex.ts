import { linkOf, type EntityRecord } from '../../engine/index.js';
import type { Entity } from '../../language/scope.js';
import { createIdTable, type Id, type IdTable } from './idTable.js';
import type { RecordShelf } from './recordShelf.js';

/** Whose orders are whose. Kept from the first question on: many projects never ask. */
export interface OwnersIndex {
  /** An order is about to be put. */
  moved(order: string, after: EntityRecord): void;
  /** An order came that was not there. */
  came(order: string): void;
  /** An order is different from before, but still whose it was. */
  changed(order: string): void;
  /** By creation, then id; deleted ones left out. */
  ordersOf(customer: string): readonly Entity[];
}

/** A customer's orders by id, and as they were told last. */
interface Owner {
  ids: Id[];
  list: readonly Entity[] | undefined;
}

export function createOwnersIndex(shelf: RecordShelf): OwnersIndex {
  let owners: IdTable<Owner> | undefined;

  const add = (table: IdTable<Owner>, customer: Id, order: Id): void => {
    const owner = table.get(customer);
    if (owner === undefined) table.set(customer, { ids: [order], list: undefined });
    else owner.ids = withOneMore(owner.ids, order);
  };
  const build = (): IdTable<Owner> => {
    const table = createIdTable<Owner>();
    shelf.forEach((id) => {
      const customer = shelf.ownerOf(id);
      if (customer !== undefined) add(table, customer, id);
    });
    return table;
  };
  const forget = (customer: string | undefined): void => {
    const owner = customer === undefined ? undefined : owners!.get(customer);
    if (owner !== undefined) owner.list = undefined;
  };
  return {
    moved(order, after) {
      if (owners === undefined) return;
      const from = shelf.ownerOf(order);
      const to = linkOf(after);
      forget(to);
      if (from === to) return;
      const left = from === undefined ? undefined : owners.get(from);
      if (left !== undefined) {
        left.ids = left.ids.filter((id) => String(id) !== order);
        left.list = undefined;
      }
      if (to !== undefined) add(owners, to, order);
    },
    came(order) {
      const customer = owners === undefined ? undefined : shelf.ownerOf(order);
      forget(customer);
      if (customer !== undefined) add(owners!, customer, order);
    },
    changed(order) {
      if (owners !== undefined) forget(shelf.ownerOf(order));
    },
    ordersOf(customer) {
      const owner = (owners ??= build()).get(customer);
      if (owner === undefined) return none;
      return (owner.list ??= oldestFirst(owner.ids.map((id) => ({ id, record: shelf.get(id)! }))));
    },
  };
}

export interface Found {
  readonly id: Id;
  readonly record: EntityRecord;
}

/** By creation, then id; deleted ones left out. */
export function oldestFirst(found: readonly Found[]): readonly Entity[] {
  const present = found.some(({ record }) => record.deleted) ? found.filter(({ record }) => !record.deleted) : found;
  const sorted = present.length > 1 ? present.toSorted(byAge) : present;
  return sorted.map(({ record }) => record.data);
}

function byAge(a: Found, b: Found): number {
  return a.record.createdAt - b.record.createdAt || (String(a.id) < String(b.id) ? -1 : 1);
}

/** A list that grows takes room for sixteen more, and most customers have few orders: a short one is made anew. */
function withOneMore(ids: Id[], id: Id): Id[] {
  if (ids.length < 8) return [...ids, id];
  ids.push(id);
  return ids;
}

const none: readonly never[] = [];
