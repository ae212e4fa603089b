import type Database from 'better-sqlite3';
import type { AppliedResource, NewRelease, Spec } from '../../../model/release.js';
import type { Contents } from './contents.js';

export interface AppliedShelf {
  all(): readonly AppliedResource[];
  isProtected(address: string): boolean;
  replace(resources: NewRelease['applied']): void;
}

interface Row {
  readonly address: string;
  readonly kind: string;
  readonly digest: string;
  readonly protected: 0 | 1;
  readonly spec: string;
}

/** The last-applied copy of every resource of both planes. `protected` is kept here, so that it outlives the file that said it. */
export function appliedShelf(database: Database.Database, contents: Contents): AppliedShelf {
  const rows = database.prepare<[], Row>(
    'SELECT address, kind, digest, protected, spec FROM applied JOIN contents USING (digest) ORDER BY address',
  );
  const one = database.prepare<[string], { protected: 0 | 1 }>('SELECT protected FROM applied WHERE address = ?');
  const clear = database.prepare('DELETE FROM applied');
  const insert = database.prepare<[string, string, string, number]>('INSERT INTO applied VALUES (?, ?, ?, ?)');
  return {
    all: () =>
      rows.all().map((row) => ({
        address: row.address,
        kind: row.kind,
        spec: JSON.parse(row.spec) as Spec, // stored by `replace`
        digest: row.digest,
        protected: row.protected === 1,
      })),
    isProtected: (address) => one.get(address)?.protected === 1,
    replace(resources) {
      clear.run();
      for (const { address, kind, spec, protected: kept } of resources) {
        insert.run(address, kind, contents.put(spec), (kept ?? spec['protected'] === true) ? 1 : 0);
      }
    },
  };
}
