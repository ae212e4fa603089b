import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import packageJson from '../../package.json' with { type: 'json' };
import { versionOf, type Layout } from './layout.js';
import { damaged, FileProblem, inWords } from './problem.js';

/** So long a process waits for another that writes, in milliseconds. */
const timeout = 10_000;

/**
 * Opens the file, makes it when it is missing, and brings one of an earlier version up to date: in one transaction, so that it is wholly of
 * one version or of the other, and of several processes that open it together one does it. Throws `FileProblem`.
 */
export function openFile(file: string, layout: Layout): Database.Database {
  const whole = `the ${layout.name} ${file}`;
  let database: Database.Database | undefined;
  try {
    const isClosed = !existsSync(`${file}-wal`);
    database = new Database(file, { timeout });
    const isToPrepare = !isReady(database, layout);
    if (isClosed && isCutOff(file, database)) throw damaged(whole);
    // Of somebody else's file not even that is changed.
    if (numberIn(database, 'page_count') === 0) logAhead(database);
    if (isToPrepare) prepare(database, layout, whole);
    logAhead(database);
    return database;
  } catch (thrown) {
    database?.close();
    throw inWords(thrown, whole);
  }
}

/**
 * To be called within each transaction of whoever keeps a file open: throws `FileProblem` when a newer crmctl has changed the file in the
 * meantime, whose tables may mean something else.
 */
export function versionGuard(database: Database.Database, layout: Layout): () => void {
  const read = database.prepare<[], number>('PRAGMA user_version').pluck();
  return () => {
    const found = read.get();
    if (found === versionOf(layout)) return;
    throw new FileProblem(
      `Crmctl ${writerOf(database)} has brought the ${layout.name} ${database.name} to version ${found} while this crmctl ${packageJson.version} had it open: nothing more was written.`,
      'Start this one again with that crmctl.',
    );
  };
}

function logAhead(database: Database.Database): void {
  if (database.pragma('journal_mode', { simple: true }) !== 'wal') database.pragma('journal_mode = WAL');
}

/** SQLite sees for itself when whole pages are missing, and takes a part of one for a page. */
function isCutOff(file: string, database: Database.Database): boolean {
  const size = file === ':memory:' ? 0 : statSync(file).size;
  return size > 1 && size % Number(database.pragma('page_size', { simple: true })) !== 0;
}

/** What of the file says what it is. Read together it costs nothing when there is nothing to do. */
function isReady(database: Database.Database, layout: Layout): boolean {
  return (
    numberIn(database, 'application_id') === layout.applicationId &&
    numberIn(database, 'user_version') === versionOf(layout)
  );
}

function prepare(database: Database.Database, layout: Layout, whole: string): void {
  database
    .transaction(() => {
      // Somebody else may have done it since.
      if (isReady(database, layout)) return;
      const found = numberIn(database, 'user_version');
      requireOurs(database, layout, whole);
      if (found > versionOf(layout)) throw tooNew(database, layout, whole, found);
      for (const { to, run } of layout.steps)
        if (to > found) {
          if (typeof run === 'string') database.exec(run);
          else run(database);
        }
      database.pragma(`application_id = ${layout.applicationId}`);
      database.pragma(`user_version = ${versionOf(layout)}`);
      sign(database, versionOf(layout));
    })
    .immediate();
}

/** A new file, one of ours, or one of ours of before they bore an id. */
function requireOurs(database: Database.Database, layout: Layout, whole: string): void {
  const id = numberIn(database, 'application_id');
  if (id === layout.applicationId) return;
  const tables = database.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  if (id === 0 && (tables.length === 0 || tables.includes(layout.knownBy))) return;
  throw new FileProblem(
    `${whole.replace('the', 'The')} is a SQLite file of something else: it was left as it is.`,
    'Name the right file, or one that does not exist yet.',
  );
}

function tooNew(database: Database.Database, layout: Layout, whole: string, found: number): FileProblem {
  return new FileProblem(
    `${whole.replace('the', 'The')} has version ${found}, made by crmctl ${writerOf(database)}; this crmctl ${packageJson.version} reads it up to version ${versionOf(layout)}. It was left as it is.`,
    'Install that version here, or go back to the copy of before the upgrade (docs/operations.md#upgrading).',
  );
}

/** Which crmctl brought the file to which version, and when. Later versions keep this table: earlier ones tell by it whose a file is. */
const history =
  'CREATE TABLE IF NOT EXISTS schema_history (version INTEGER PRIMARY KEY, crmctl TEXT NOT NULL, at INTEGER NOT NULL)';

function sign(database: Database.Database, version: number): void {
  database.exec(history);
  database
    .prepare('INSERT OR REPLACE INTO schema_history VALUES (?, ?, unixepoch() * 1000)')
    .run(version, packageJson.version);
}

function writerOf(database: Database.Database): string {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'schema_history'").get();
  if (table === undefined) return 'of a later version';
  const last = database.prepare<[], string>('SELECT crmctl FROM schema_history ORDER BY version DESC').pluck().get();
  return last ?? 'of a later version';
}

function numberIn(database: Database.Database, pragma: 'application_id' | 'user_version' | 'page_count'): number {
  return Number(database.pragma(pragma, { simple: true }));
}
