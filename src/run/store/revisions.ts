import type Database from 'better-sqlite3';
import type { ReleasedResource, Spec } from '../../model/release.js';
import { contentsOf } from '../../server/automation/store/contents.js';

/** A trigger as it was compiled, with what runs on it need besides. */
export interface Revision {
  readonly revision: string;
  /** Of the trigger. */
  readonly code: string;
  readonly spec: Spec;
  /** Specs of the sequences whose steps it calls, by address: as old as the trigger itself. */
  readonly called: Readonly<Record<string, Spec>>;
}

export interface PinnedRevision extends Revision {
  /** What it names, as the release had it last. */
  readonly needs: readonly ReleasedResource[];
}

/** Compiled triggers by content, for the runs that are pinned to them. */
export interface Revisions {
  keep(revision: Revision): void;
  /** A trigger got another code: its earlier revisions are of that trigger, too. */
  rename(from: string, to: string): void;
  /** Those on which instances wait. */
  pinned(): readonly PinnedRevision[];
  /** What runs on a revision need besides the trigger itself, as it is now; what it needed before and is not among them stays as it was. */
  need(revision: string, resources: readonly ReleasedResource[]): void;
  /** Drops those on which nobody waits and nobody begins any more: an ended run never goes on. */
  forget(current: readonly string[]): void;
}

interface Row {
  readonly revision: string;
  readonly code: string;
  readonly spec: string;
}

export function openRevisions(database: Database.Database): Revisions {
  const contents = contentsOf(database);
  const insert = database.prepare('INSERT OR IGNORE INTO revisions (revision, code, spec) VALUES (?, ?, ?)');
  const rename = database.prepare('UPDATE revisions SET code = ? WHERE code = ?');
  const waitedOn = database.prepare<[], Row>(
    "SELECT revision, code, spec FROM revisions WHERE revision IN (SELECT DISTINCT revision FROM instances WHERE status = 'waiting') ORDER BY revision",
  );
  const needed = database.prepare<[string], { address: string; kind: string; spec: string }>(
    'SELECT address, kind, spec FROM needed JOIN contents USING (digest) WHERE revision = ? ORDER BY address',
  );
  const insertNeeded = database.prepare(
    'INSERT OR REPLACE INTO needed (revision, address, kind, digest) VALUES (?, ?, ?, ?)',
  );
  const forgets = ['needed', 'revisions'].map((table) =>
    database.prepare(
      `DELETE FROM ${table} WHERE revision NOT IN (SELECT value FROM json_each(?))
       AND revision NOT IN (SELECT revision FROM instances WHERE status = 'waiting')`,
    ),
  );
  return {
    keep({ revision, code, spec, called }) {
      const whole = Object.keys(called).length === 0 ? spec : { ...spec, called };
      insert.run(revision, code, JSON.stringify(whole));
    },
    rename: (from, to) => void rename.run(to, from),
    pinned: () =>
      waitedOn.all().map(({ revision, code, spec }) => {
        // Written above.
        const { called = {}, ...own } = JSON.parse(spec) as Spec & { readonly called?: Revision['called'] };
        const needs = needed.all(revision).map((row) => ({ ...row, spec: JSON.parse(row.spec) as Spec }));
        return { revision, code, spec: own, called, needs };
      }),
    need(revision, resources) {
      for (const { address, kind, spec } of resources) insertNeeded.run(revision, address, kind, contents.put(spec));
    },
    forget(current) {
      for (const each of forgets) each.run(JSON.stringify(current));
    },
  };
}
