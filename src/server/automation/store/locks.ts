import type Database from 'better-sqlite3';
import { formatInstant, type Instant } from '../../../model/instant.js';
import type { LockHolder } from '../../../model/release.js';

export interface Lock {
  /** Takes or renews it; else who holds it. */
  take(owner: string, ttlSeconds: number): { readonly taken: boolean; readonly holder: LockHolder };
  /** Gives it back; the holder when it is somebody else's. */
  release(owner: string): LockHolder | undefined;
}

interface Row {
  readonly owner: string;
  readonly since: number;
  readonly ttl_seconds: number;
  readonly until: number;
}

/** One lock per store: who applies. It ends by itself when its owner died. */
export function applyLock(database: Database.Database, now: () => Instant): Lock {
  const find = database.prepare<[number], Row>("SELECT * FROM locks WHERE name = 'apply' AND until > ?");
  const put = database.prepare<[string, number, number, number]>(
    `INSERT INTO locks VALUES ('apply', ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE
     SET owner = excluded.owner, since = excluded.since, ttl_seconds = excluded.ttl_seconds, until = excluded.until`,
  );
  const remove = database.prepare<[string]>("DELETE FROM locks WHERE name = 'apply' AND owner = ?");

  const take = database.transaction((owner: string, ttlSeconds: number) => {
    const at = now();
    const held = find.get(at);
    if (held !== undefined && held.owner !== owner) return { taken: false, holder: holderOf(held) };
    const since = held?.since ?? at;
    put.run(owner, since, ttlSeconds, at + ttlSeconds * 1000);
    return { taken: true, holder: { owner, since: formatInstant(since as Instant), ttlSeconds } };
  });

  const release = database.transaction((owner: string) => {
    const held = find.get(now());
    if (held !== undefined && held.owner !== owner) return holderOf(held);
    remove.run(owner);
    return undefined;
  });

  return {
    take: (owner, ttlSeconds) => take.immediate(owner, ttlSeconds),
    release: (owner) => release.immediate(owner),
  };
}

function holderOf(row: Row): LockHolder {
  return { owner: row.owner, since: formatInstant(row.since as Instant), ttlSeconds: row.ttl_seconds };
}
