import type Database from 'better-sqlite3';
import type { EntityKind, EntityRecord, WorldStore } from '../../engine/index.js';
import type { Entity } from '../../language/scope.js';
import { isObject } from '../../model/json.js';
import type { Instant } from '../../model/instant.js';
import { createCache } from './cache.js';

interface EntityRow {
  readonly id: string;
  readonly data: string;
  readonly since: string;
  readonly created_at: number;
  readonly deleted: number;
}

const mostRecords = 20_000;

/** The world in SQLite, read through a cache. */
export function createSqliteWorld(database: Database.Database): { world: WorldStore; forget(): void } {
  const records = createCache<EntityRecord | undefined>(mostRecords);
  const orders = createCache<readonly Entity[]>(mostRecords);
  const members = createCache<readonly string[]>(mostRecords);
  const read = database.prepare<[string, string], EntityRow>(
    'SELECT id, data, since, created_at, deleted FROM entities WHERE kind = ? AND id = ?',
  );
  const write = database.prepare(
    `INSERT INTO entities (kind, id, customer, created_at, deleted, data, since) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (kind, id) DO UPDATE SET customer = excluded.customer, created_at = excluded.created_at, deleted = excluded.deleted,
       data = excluded.data, since = excluded.since`,
  );
  const idsOfCustomer = database.prepare<[string], { id: string }>(
    "SELECT id FROM entities WHERE kind = 'order' AND deleted = 0 AND customer = ? ORDER BY created_at, id",
  );
  const idsOfKind = database.prepare<[string], { id: string }>(
    'SELECT id FROM entities WHERE kind = ? AND deleted = 0 ORDER BY created_at, id',
  );
  const readSegments = database.prepare<[string], { segments: string }>(
    'SELECT segments FROM members WHERE customer = ?',
  );
  const writeSegments = database.prepare('INSERT OR REPLACE INTO members (customer, segments) VALUES (?, ?)');
  const readUser = database.prepare<[string], { data: string }>('SELECT data FROM users WHERE id = ?');
  const readUsers = database.prepare<[], { data: string }>('SELECT data FROM users ORDER BY id');
  const writeUser = database.prepare('INSERT OR REPLACE INTO users (id, data) VALUES (?, ?)');

  const record = (kind: EntityKind, id: string): EntityRecord | undefined =>
    records.get(`${kind}/${id}`, () => {
      const row = read.get(kind, id);
      return row && recordOf(row);
    });
  const presentOf = (kind: EntityKind, ids: readonly { id: string }[]): readonly Entity[] =>
    ids.map(({ id }) => record(kind, id)!.data);

  /** An order that only changed keeps its place in its customer's list; else the list is read again. */
  const replaceInLists = (id: string, before: EntityRecord | undefined, after: EntityRecord): void => {
    const customer = customerOf(after) ?? '';
    const list = orders.known(customer);
    const stays =
      before !== undefined &&
      customerOf(before) === customer &&
      before.createdAt === after.createdAt &&
      before.deleted !== true &&
      after.deleted !== true;
    if (stays && list !== undefined)
      orders.set(
        customer,
        list.map((order) => (String(order['id']) === id ? after.data : order)),
      );
    else for (const each of [before, after]) orders.drop((each && customerOf(each)) ?? '');
  };

  const world: WorldStore = {
    record,
    order: (id) => record('order', id)?.data,
    customer: (id) => record('customer', id)?.data,
    ordersOf: (customer) => orders.get(customer, () => presentOf('order', idsOfCustomer.all(customer))),
    since: (kind, id, field) => {
      const found = record(kind, id);
      return found && (found.since[field] ?? found.createdAt);
    },
    createdAt: (kind, id) => record(kind, id)?.createdAt,
    *all(kind) {
      // One at a time: all of them may be more than fits.
      for (const { id } of idsOfKind.all(kind)) yield record(kind, id)!.data;
    },
    segmentsOf: (customer) =>
      members.get(customer, () => {
        const row = readSegments.get(customer);
        return row === undefined ? [] : (JSON.parse(row.segments) as string[]);
      }),
    setSegments(customer, codes) {
      members.set(customer, codes);
      writeSegments.run(customer, JSON.stringify(codes));
    },
    user: (id) => {
      const row = readUser.get(id);
      return row && (JSON.parse(row.data) as Entity);
    },
    // Written below.
    users: () => readUsers.all().map(({ data }) => JSON.parse(data) as Entity),
    putUser: (id, user) => void writeUser.run(id, JSON.stringify(user)),
    put(kind, id, entity) {
      if (kind === 'order') replaceInLists(id, record('order', id), entity);
      records.set(`${kind}/${id}`, entity);
      write.run(
        kind,
        id,
        kind === 'order' ? customerOf(entity) : null,
        entity.createdAt,
        entity.deleted === true ? 1 : 0,
        JSON.stringify(entity.data),
        JSON.stringify(entity.since),
      );
    },
  };
  return {
    world,
    forget() {
      for (const cache of [records, orders, members]) cache.forget();
    },
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

function customerOf({ data }: EntityRecord): string | null {
  const link = data['customer'];
  const id = isObject(link) ? link['id'] : undefined;
  return id === undefined || id === null ? null : String(id as string | number);
}
