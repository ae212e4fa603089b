import type Database from 'better-sqlite3';
import { digestOf } from '../../../model/digest.js';
import { formatInstant, type Instant } from '../../../model/instant.js';
import type {
  NewRelease,
  Release,
  ReleaseConfig,
  ReleasedResource,
  ReleaseHead,
  Spec,
  StoredResource,
} from '../../../model/release.js';
import type { AppliedShelf } from './applied.js';
import type { Contents } from './contents.js';

type Published =
  | { readonly ok: true; readonly id: string; readonly number: number }
  /** Somebody else published since `parent`: what is current now. */
  | { readonly ok: false; readonly current: ReleaseHead | undefined };

export interface ReleaseShelf {
  current(): ReleaseHead | undefined;
  configOf(release: ReleaseHead): ReleaseConfig;
  liveOf(release: ReleaseHead): readonly StoredResource[];
  /** Newest first. */
  page(limit: number, page: number): { readonly releases: readonly ReleaseHead[]; readonly total: number };
  find(id: string): Release | undefined;
  publish(release: NewRelease): Published;
  /** A release that differs from the current one in one live resource (`undefined`: without it); the applied copies stay. */
  amend(address: string, resource: ReleasedResource | undefined): void;
}

interface Row {
  readonly number: number;
  readonly id: string;
  readonly parent: string | null;
  readonly project: string;
  readonly revision: string;
  readonly config: string;
  readonly applied_at: number;
}

/** Immutable releases and the pointer to the current one. Every change is one transaction. */
export function releaseShelf(
  database: Database.Database,
  contents: Contents,
  applied: AppliedShelf,
  now: () => Instant,
): ReleaseShelf {
  const currentRow = database.prepare<[], Row>('SELECT releases.* FROM current JOIN releases ON number = release');
  const byId = database.prepare<[string], Row>('SELECT * FROM releases WHERE id = ?');
  const pageRows = database.prepare<[number, number], Row>(
    'SELECT * FROM releases ORDER BY number DESC LIMIT ? OFFSET ?',
  );
  const count = database.prepare<[], { total: number }>('SELECT count(*) AS total FROM releases');
  const liveRows = database.prepare<[number], { address: string; kind: string; digest: string; spec: string }>(
    'SELECT address, kind, digest, spec FROM released JOIN contents USING (digest) WHERE release = ? ORDER BY address',
  );
  const insertRelease = database.prepare<[number, string, string | null, string, string, string, number]>(
    'INSERT INTO releases (number, id, parent, project, revision, config, applied_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const insertLive = database.prepare<[number, string, string, string]>('INSERT INTO released VALUES (?, ?, ?, ?)');
  const point = database.prepare<[number]>(
    'INSERT INTO current VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET release = excluded.release',
  );

  function append(id: string, release: Omit<NewRelease, 'applied'>): number {
    const number = (count.get()?.total ?? 0) + 1;
    const config = JSON.stringify(release.config);
    insertRelease.run(number, id, release.parent, release.project, release.revision, config, now());
    for (const { address, kind, spec } of release.live) insertLive.run(number, address, kind, contents.put(spec));
    point.run(number);
    return number;
  }

  const publish = database.transaction((release: NewRelease): Published => {
    const current = currentRow.get();
    const id = digestOf(release);
    if (current?.id === id) return { ok: true, id, number: current.number };
    if ((current?.id ?? null) !== release.parent) return { ok: false, current: current && headOf(current) };
    const number = append(id, release);
    applied.replace(release.applied);
    return { ok: true, id, number };
  });

  const amend = database.transaction((address: string, resource: ReleasedResource | undefined): void => {
    const current = currentRow.get();
    if (current === undefined) throw new Error('There is no release to amend.');
    const others = liveRows
      .all(current.number)
      .filter((row) => row.address !== address)
      .map(readResource);
    const { project, revision } = current;
    const live = resource === undefined ? others : [...others, resource];
    const next = { parent: current.id, project, revision, config: configFrom(current), live };
    append(digestOf(next), next);
  });

  const read = (row: Row): readonly StoredResource[] => liveRows.all(row.number).map(readResource);

  return {
    current: () => optional(currentRow.get(), headOf),
    configOf: (release) => configFrom(byId.get(release.id)!),
    liveOf: (release) => liveRows.all(release.number).map(readResource),
    page: (limit, page) => ({
      releases: pageRows.all(limit, (page - 1) * limit).map(headOf),
      total: count.get()?.total ?? 0,
    }),
    find: (id) => optional(byId.get(id), (row) => ({ ...headOf(row), config: configFrom(row), live: read(row) })),
    publish: (release) => publish.immediate(release),
    amend: (address, resource) => amend.immediate(address, resource),
  };
}

function headOf(row: Row): ReleaseHead {
  const { id, number, parent, project, revision } = row;
  return { id, number, appliedAt: formatInstant(row.applied_at as Instant), project, revision, parent };
}

// What was stored passed the checks of bodies.ts on its way in.
function configFrom(row: Row): ReleaseConfig {
  return JSON.parse(row.config) as ReleaseConfig;
}

function readResource(row: { address: string; kind: string; digest: string; spec: string }): StoredResource {
  return { address: row.address, kind: row.kind, spec: JSON.parse(row.spec) as Spec, digest: row.digest };
}

function optional<From, To>(value: From | undefined, map: (value: From) => To): To | undefined {
  return value === undefined ? undefined : map(value);
}
