import Database from 'better-sqlite3';
import type { Instant } from '../model/instant.js';
import { isObject } from '../model/json.js';
import type { LiveSegment, SegmentView } from './crm/segments/live.js';

interface Row {
  readonly kind: string;
  readonly spec: string;
  readonly createdAt: Instant;
}

/**
 * Segments of the current release and who is in them, read from the automation store's file on a connection of its own that cannot
 * write. It is opened with the first question, when the store is there.
 */
export function openSegmentView(automationFile: string): SegmentView {
  let opened: Reader | undefined;
  const reader = (): Reader => (opened ??= openReader(automationFile));
  return {
    all: () => reader().segments(),
    countOf: (code) => reader().counts().get(code) ?? 0,
    codesOf: (customer) => codesOf(reader().database, customer),
    membersOf: (code) => membersOf(reader().database, code),
    close: () => opened?.database.close(),
  };
}

interface Reader {
  readonly database: Database.Database;
  segments(): readonly LiveSegment[];
  counts(): ReadonlyMap<string, number>;
}

/** Keeps the segments as long as the release, and the counts as long as nobody writes to the file. */
function openReader(automationFile: string): Reader {
  const database = new Database(automationFile, { readonly: true, timeout: 5000 });
  const current = database.prepare<[], number>('SELECT release FROM current').pluck();
  const resources = database.prepare<[number], Row>(
    `SELECT live.kind, spec, (
       SELECT min(applied_at) FROM released AS earlier JOIN releases ON number = earlier.release WHERE earlier.address = live.address
     ) AS createdAt
     FROM released AS live JOIN contents USING (digest)
     WHERE live.release = ? AND live.kind IN ('Segment', 'Segmentation') ORDER BY live.address`,
  );
  const segmentsAt = remember((release: number): readonly LiveSegment[] => resources.all(release).flatMap(segmentsOf));
  const countsAt = remember((_version: unknown) => countMembers(database));
  return {
    database,
    segments() {
      const release = current.get();
      return release === undefined ? [] : segmentsAt(release);
    },
    counts: () => countsAt(database.pragma('data_version', { simple: true })),
  };
}

/** A Segment is one; a Segmentation has one for each of its parts. */
function segmentsOf({ kind, spec, createdAt }: Row): LiveSegment[] {
  const resource = JSON.parse(spec) as Readonly<Record<string, unknown>>; // releases hold maps
  const active = resource['active'] !== false;
  const parts = kind === 'Segment' ? [resource] : resource['segments'];
  return (Array.isArray(parts) ? parts.filter(isObject) : []).map(({ code, name }) => ({
    code: String(code),
    name: String(name ?? code),
    active,
    createdAt,
  }));
}

function countMembers(database: Database.Database): ReadonlyMap<string, number> {
  const rows = database
    .prepare<[], [string, number]>('SELECT value, count(*) FROM members, json_each(members.segments) GROUP BY value')
    .raw()
    .all();
  return new Map(rows);
}

function codesOf(database: Database.Database, customer: number): readonly string[] {
  return database
    .prepare<[string], string>('SELECT value FROM members, json_each(members.segments) WHERE customer = ?')
    .pluck()
    .all(String(customer));
}

function membersOf(database: Database.Database, code: string): readonly number[] {
  return database
    .prepare<[string], number>(
      'SELECT CAST(customer AS INTEGER) FROM members, json_each(members.segments) WHERE value = ?',
    )
    .pluck()
    .all(code);
}

/** Keeps the last answer while it is asked for the same. */
function remember<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  let last: { readonly key: Key; readonly value: Value } | undefined;
  return (key) => {
    if (last === undefined || last.key !== key) last = { key, value: compute(key) };
    return last.value;
  };
}
