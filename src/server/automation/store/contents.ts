import type Database from 'better-sqlite3';
import { canonicalJson, digestOf } from '../../../model/digest.js';
import type { Spec } from '../../../model/release.js';

export interface Contents {
  /** Stores a spec once and returns its digest. */
  put(spec: Spec): string;
}

/** Specs by the digest of what they say. */
export function contentsOf(database: Database.Database): Contents {
  const insert = database.prepare<[string, string]>('INSERT INTO contents VALUES (?, ?) ON CONFLICT DO NOTHING');
  return {
    put(spec) {
      const digest = digestOf(spec);
      insert.run(digest, canonicalJson(spec));
      return digest;
    },
  };
}
