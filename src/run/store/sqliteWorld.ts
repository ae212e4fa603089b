import type Database from 'better-sqlite3';
import type { EntityKind, EntityRecord, WorldStore } from '../../engine/index.js';
import type { Entity } from '../../language/scope.js';
import { isObject } from '../../model/json.js';
import type { Instant } from '../../model/instant.js';

interface EntityRow {
  readonly id: string;
  readonly data: string;
  readonly since: string;
  readonly created_at: number;
  readonly deleted: number;
}

/** The world in SQLite, read through a cache that lives as long as a transaction. */
export function createSqliteWorld(database: Database.Database): { world: WorldStore; forget(): void } {
  const cache = new Map<string, EntityRecord | undefined>();
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
  const writeUser = database.prepare('INSERT OR REPLACE INTO users (id, data) VALUES (?, ?)');

  const record = (kind: EntityKind, id: string): EntityRecord | undefined => {
    const key = `${kind}/${id}`;
    if (cache.has(key)) return cache.get(key);
    const row = read.get(kind, id);
    const found = row && recordOf(row);
    cache.set(key, found);
    return found;
  };
  const presentOf = (kind: EntityKind, ids: readonly { id: string }[]): readonly Entity[] =>
    ids.map(({ id }) => record(kind, id)!.data);

  const world: WorldStore = {
    record,
    order: (id) => record('order', id)?.data,
    customer: (id) => record('customer', id)?.data,
    ordersOf: (customer) => presentOf('order', idsOfCustomer.all(customer)),
    since: (kind, id, field) => {
      const found = record(kind, id);
      return found && (found.since[field] ?? found.createdAt);
    },
    createdAt: (kind, id) => record(kind, id)?.createdAt,
    *all(kind) {
      yield* presentOf(kind, idsOfKind.all(kind));
    },
    segmentsOf: (customer) => {
      const row = readSegments.get(customer);
      return row === undefined ? [] : (JSON.parse(row.segments) as string[]);
    },
    setSegments: (customer, codes) => void writeSegments.run(customer, JSON.stringify(codes)),
    user: (id) => {
      const row = readUser.get(id);
      return row && (JSON.parse(row.data) as Entity);
    },
    putUser: (id, user) => void writeUser.run(id, JSON.stringify(user)),
    put(kind, id, entity) {
      cache.set(`${kind}/${id}`, entity);
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
  return { world, forget: () => cache.clear() };
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
