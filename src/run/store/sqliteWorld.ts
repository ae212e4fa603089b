import type Database from 'better-sqlite3';
import { linkOf, type EntityKind, type EntityRecord, type WorldStore } from '../../engine/index.js';
import type { Entity } from '../../language/scope.js';
import { isObject } from '../../model/json.js';
import type { Instant } from '../../model/instant.js';
import { createKept, unread, type Kept } from './kept.js';
import { createListing } from './listing.js';
import type { Part } from './part.js';

interface EntityRow {
  readonly data: string;
  readonly since: string;
  readonly created_at: number;
  readonly deleted: number;
}

/** The world in SQLite. `makeRoom` is called where more may be read than fits. */
export function sqliteWorld(database: Database.Database, makeRoom: () => void): Part<WorldStore> {
  const read = database.prepare<[string, string], EntityRow>(
    'SELECT data, since, created_at, deleted FROM entities WHERE kind = ? AND id = ?',
  );
  const write = database.prepare(
    `INSERT INTO entities (kind, id, customer, created_at, deleted, data, since) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (kind, id) DO UPDATE SET customer = excluded.customer, created_at = excluded.created_at, deleted = excluded.deleted,
       data = excluded.data, since = excluded.since`,
  );
  const change = database.prepare('UPDATE entities SET data = ?, since = ? WHERE kind = ? AND id = ?');
  const idsOfCustomer = database
    .prepare<[string], string>("SELECT id FROM entities WHERE kind = 'order' AND deleted = 0 AND customer = ?")
    .pluck();
  const idsOfKind = database
    .prepare<[string], string>('SELECT id FROM entities WHERE kind = ? AND deleted = 0 ORDER BY created_at, id')
    .pluck();
  const readSegments = database.prepare<[string], string>('SELECT segments FROM members WHERE customer = ?').pluck();
  const writeSegments = database.prepare('INSERT OR REPLACE INTO members (customer, segments) VALUES (?, ?)');
  const readUser = database.prepare<[string], string>('SELECT data FROM users WHERE id = ?').pluck();
  const readUsers = database.prepare<[], string>('SELECT data FROM users ORDER BY id').pluck();
  const writeUser = database.prepare('INSERT OR REPLACE INTO users (id, data) VALUES (?, ?)');

  const keep = (kind: EntityKind): Kept<EntityRecord | undefined> =>
    createKept(
      (id) => {
        const row = read.get(kind, id);
        return row && recordOf(row);
      },
      (id, entity, stored) => {
        const { data, since, createdAt, deleted } = entity!;
        const texts = [JSON.stringify(data), JSON.stringify(since)];
        const owner = ownerOf(kind, entity);
        if (stored !== unread && isInPlace(kind, stored, entity)) change.run(...texts, kind, id);
        else write.run(kind, id, owner ?? null, createdAt, deleted === true ? 1 : 0, ...texts);
      },
    );
  const records = { order: keep('order'), customer: keep('customer') };
  const idsOf = createListing((customer) => idsOfCustomer.all(customer));
  /** As they were last asked for. */
  const orders = new Map<string, readonly Entity[]>();
  const members = createKept<readonly string[]>(
    (customer) => {
      const text = readSegments.get(customer);
      return text === undefined ? [] : (JSON.parse(text) as string[]); // written below
    },
    (customer, codes) => void writeSegments.run(customer, JSON.stringify(codes)),
  );

  const oldestFirst = (customer: string): readonly Entity[] =>
    idsOf
      .of(customer)
      .map((id) => ({ id, record: records.order.get(id)! }))
      .sort((a, b) => a.record.createdAt - b.record.createdAt || (a.id < b.id ? -1 : 1))
      .map(({ record }) => record.data);

  /** An order that only changed keeps its place in its customer's list. */
  const moveInLists = (id: string, after: EntityRecord): void => {
    const before = records.order.get(id);
    const [from, to] = [ownerOf('order', before, true), ownerOf('order', after, true)];
    idsOf.move(id, from, to);
    if (from !== undefined && from !== to) orders.delete(from);
    if (to === undefined) return;
    const list = orders.get(to);
    if (list === undefined) return;
    if (from === to && before?.createdAt === after.createdAt)
      orders.set(
        to,
        list.map((order) => (order === before.data ? after.data : order)),
      );
    else if (from === undefined && isNewest(after, list)) orders.set(to, [...list, after.data]);
    else orders.delete(to);
  };
  const isNewest = ({ createdAt }: EntityRecord, list: readonly Entity[]): boolean => {
    const last = list.at(-1);
    return last === undefined || (records.order.get(String(last['id']))?.createdAt ?? createdAt) < createdAt;
  };

  const state: WorldStore = {
    record: (kind, id) => records[kind].get(id),
    knows: (kind, id) => records[kind].get(id) !== undefined,
    ownerOf: (order) => linkOf(records.order.get(order)),
    order: (id) => records.order.get(id)?.data,
    customer: (id) => records.customer.get(id)?.data,
    ordersOf(customer) {
      let list = orders.get(customer);
      if (list === undefined) orders.set(customer, (list = oldestFirst(customer)));
      return list;
    },
    since: (kind, id, field) => {
      const found = records[kind].get(id);
      return found && (found.since[field] ?? found.createdAt);
    },
    createdAt: (kind, id) => records[kind].get(id)?.createdAt,
    *all(kind) {
      records[kind].flush();
      for (const id of idsOfKind.all(kind)) {
        // One at a time: all of them may be more than fits.
        makeRoom();
        yield records[kind].get(id)!.data;
      }
    },
    segmentsOf: members.get,
    setSegments: members.set,
    user: (id) => {
      const text = readUser.get(id);
      return text === undefined ? undefined : (JSON.parse(text) as Entity);
    },
    // Written below.
    users: () => readUsers.all().map((data) => JSON.parse(data) as Entity),
    putUser: (id, user) => void writeUser.run(id, JSON.stringify(user)),
    put(kind, id, entity) {
      if (kind === 'order') moveInLists(id, entity);
      records[kind].set(id, entity);
    },
  };
  const all = [records.order, records.customer, members];
  return {
    state,
    flush() {
      for (const part of all) part.flush();
    },
    forget() {
      for (const part of [...all, idsOf]) part.forget();
      orders.clear();
    },
    size: () => Math.max(records.order.size, records.customer.size, members.size),
  };
}

function recordOf(row: EntityRow): EntityRecord {
  return {
    data: JSON.parse(row.data) as Entity,
    since: JSON.parse(row.since) as Record<string, Instant>,
    createdAt: row.created_at as Instant,
    ...(row.deleted === 1 && { deleted: true }),
  };
}

/** Whose order it is; `listed`: in whose list it stands, which deleted ones do not. */
function ownerOf(kind: EntityKind, entity: EntityRecord | undefined, listed = false): string | undefined {
  if (kind !== 'order' || entity === undefined || (listed && entity.deleted === true)) return undefined;
  const link = entity.data['customer'];
  const id = isObject(link) ? link['id'] : undefined;
  return id === undefined || id === null ? undefined : String(id as string | number);
}

/** Only what it holds is different, no index has to be touched. */
function isInPlace(kind: EntityKind, before: EntityRecord | undefined, after: EntityRecord | undefined): boolean {
  return (
    before !== undefined &&
    before.createdAt === after?.createdAt &&
    before.deleted === after.deleted &&
    ownerOf(kind, before) === ownerOf(kind, after)
  );
}
