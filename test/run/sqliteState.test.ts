import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { prepareRunnerSchema } from '../../src/run/store/schema.js';
import { createSqliteState } from '../../src/run/store/sqliteState.js';
import { conformsToEngineState } from '../conformance/state.js';

conformsToEngineState('SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crmctl-state-'));
  const file = join(folder, 'automation.sqlite');
  const databases = [new Database(file)];
  prepareRunnerSchema(databases[0]!);
  databases[0]!.exec('BEGIN');
  const state = createSqliteState(databases[0]!);
  return {
    state,
    commit() {
      databases[0]!.exec('COMMIT');
      databases[0]!.exec('BEGIN');
      state.forget();
    },
    reopen() {
      const again = new Database(file);
      databases.push(again);
      return createSqliteState(again);
    },
    close() {
      for (const database of databases) database.close();
      rmSync(folder, { recursive: true });
    },
  };
});
