import type Database from 'better-sqlite3';
import { digestOf } from '../../../model/digest.js';
import type { Spec } from '../../../model/release.js';

export interface Contents {
  /** Stores a spec once and returns its digest. */
  put(spec: Spec): string;
}

/** Specs by the digest of what they say, with their keys in the order in which they were written: later `vars` read earlier ones. */
export function contentsOf(database: Database.Database): Contents {
  const insert = database.prepare<[string, string]>('INSERT INTO contents VALUES (?, ?) ON CONFLICT DO NOTHING');
  return {
    put(spec) {
      const digest = digestOf(spec);
      insert.run(digest, JSON.stringify(spec));
      return digest;
    },
  };
}
