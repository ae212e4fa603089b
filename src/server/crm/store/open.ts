import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { openFile, versionGuard } from '../../../sqlite/open.js';
import type { Instant } from '../../../model/instant.js';
import { formatLocal, minute, offsetAt, toLocal } from '../../../model/zone.js';
import { noGuard, type SaveGuard } from '../validations/guard.js';
import { noSegments, type SegmentView } from '../segments/live.js';
import { crmLayout } from './schema.js';

/** The embedded CRM's data: one SQLite file. It holds no state of its own, so several processes may open it. */
export interface Store {
  readonly db: Connection;
  /** Throws `FileProblem` within a transaction when a newer crmctl has changed the file since. */
  requireVersion(): void;
  /** Now, in the account's zone: `2026-03-02 12:00:00`. */
  now(): string;
  /** The same with its offset: `2026-03-02 12:00:00+03:00`. */
  zoned(): string;
  /** The moment on the account's clock. */
  local(at: Instant): string;
  /** Segments that live beside the CRM. */
  readonly segments: SegmentView;
  /** Validations that live beside the CRM. */
  readonly guard: SaveGuard;
}

/** SQLite, with statements that are compiled once. */
export type Connection = Pick<Database.Database, 'prepare' | 'transaction' | 'close'>;

/** Opens or makes the file; `:memory:` keeps nothing. Throws `FileProblem`. */
export function openStore(
  file: string,
  now: () => Instant,
  defaultZone: string,
  segments: SegmentView = noSegments,
  guard: SaveGuard = noGuard,
): Store {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const db = openFile(file, crmLayout);
  db.pragma('synchronous = NORMAL');
  db.function('fold', { deterministic: true }, (text) => (typeof text === 'string' ? text.toLowerCase() : text));
  const zoneRow = db.prepare<[], { value: string }>(
    `SELECT json_extract(document, '$.value') AS value FROM settings WHERE name = 'timezone'`,
  );
  const zone = (): string => zoneRow.get()?.value ?? defaultZone;
  const local = (at: Instant): string => formatLocal(toLocal(zone(), at));
  const zoned = (at: Instant): string => `${local(at)}${writeOffset(offsetAt(zone(), at))}`;
  const requireVersion = versionGuard(db, crmLayout);
  return {
    db: remembering(db),
    requireVersion,
    local,
    now: () => local(now()),
    zoned: () => zoned(now()),
    segments,
    guard,
  };
}

function writeOffset(milliseconds: number): string {
  const minutes = Math.abs(milliseconds) / minute;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'));
  return `${milliseconds < 0 ? '-' : '+'}${hours}:${rest}`;
}

/** Compiled statements that are kept at once; filters make ever new ones. */
const mostStatements = 500;

function remembering(db: Database.Database): Connection {
  const statements = new Map<string, Database.Statement>();
  const prepare = (sql: string): Database.Statement => {
    const known = statements.get(sql);
    if (known) return known;
    if (statements.size >= mostStatements) statements.clear();
    const statement = db.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    prepare: prepare as Database.Database['prepare'], // its type parameters say what the caller expects of the rows
    transaction: (work) => db.transaction(work),
    close: () => db.close(),
  };
}
