import type Database from 'better-sqlite3';
import { openFile } from '../../../sqlite/open.js';
import { automationLayout } from './schema/layout.js';

/** Opens or makes the file of automation API and runner; several processes may have it open. Throws `FileProblem`. */
export function openAutomationFile(file: string): Database.Database {
  const database = openFile(file, automationLayout);
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  // Pages that many commits change are copied into the file once.
  database.pragma('wal_autocheckpoint = 4000');
  return database;
}
