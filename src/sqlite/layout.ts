import type Database from 'better-sqlite3';

/**
 * What a kind of SQLite file holds, as the steps that lead there: a new file takes all of them, an older one those that it lacks. So its
 * version, `PRAGMA user_version`, is that of the last step.
 */
export interface Layout {
  /** What such a file is, as sentences name it: `automation store`. */
  readonly name: string;
  /** `PRAGMA application_id`: no other SQLite file has it. */
  readonly applicationId: number;
  /** A table that such files had before they bore that id. */
  readonly knownBy: string;
  /** By version, the first ones first. One that was released never changes. */
  readonly steps: readonly Step[];
}

/** From the version before to this one, within the transaction of all. */
export interface Step {
  readonly to: number;
  readonly run: string | ((database: Database.Database) => void);
}

export function versionOf({ steps }: Layout): number {
  return steps.at(-1)?.to ?? 0;
}
