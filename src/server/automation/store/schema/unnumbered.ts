import type Database from 'better-sqlite3';
import { applied } from './applied.js';
import { echoes, instances, running } from './running.js';

/** What unnumbered files lack, one after the other: a table that is there without the column gets it so. */
const upgrades: readonly { readonly table: string; readonly column: string; readonly sql: string }[] = [
  { table: 'echoes', column: 'value', sql: 'ALTER TABLE echoes ADD COLUMN value TEXT' },
  {
    // What comes back was looked up by its value as text, or (empty) whatever it was; and nobody knew since when it was awaited.
    table: 'echoes',
    column: 'at',
    sql: `ALTER TABLE echoes RENAME TO echoes_before;
${echoes}INSERT INTO echoes SELECT entity, id, field, '', effect,
  CASE WHEN coalesce(value, '') = '' THEN NULL WHEN json_valid(value) THEN value ELSE json_quote(value) END,
  unixepoch() * 1000, trigger, instance, depth FROM echoes_before WHERE true
  ON CONFLICT DO NOTHING;
DROP TABLE echoes_before;`,
  },
  {
    // They lay by their ids.
    table: 'instances',
    column: 'position',
    sql: `ALTER TABLE instances RENAME TO instances_before;
${instances}INSERT INTO instances (id, trigger, key, revision, status, step, order_id, customer, phone, entered_at, document)
SELECT id, trigger, key, revision, status, step, order_id, customer, phone, entered_at, document FROM instances_before ORDER BY entered_at, id;
DROP TABLE instances_before;`,
  },
  { table: 'outbox', column: 'asked_at', sql: 'ALTER TABLE outbox ADD COLUMN asked_at INTEGER' },
  { table: 'outbox', column: 'line', sql: 'ALTER TABLE outbox ADD COLUMN line TEXT' },
  { table: 'outbox', column: 'told', sql: 'ALTER TABLE outbox ADD COLUMN told INTEGER NOT NULL DEFAULT 0' },
  { table: 'outbox', column: 'heard', sql: 'ALTER TABLE outbox ADD COLUMN heard TEXT' },
  { table: 'journal', column: 'refused', sql: 'ALTER TABLE journal ADD COLUMN refused TEXT' },
];

/**
 * Version 11, the first with a number. Files of before have none: what they lack is seen by their columns. A crmctl of before reads its
 * number from `automation_schema`, and refuses a file in which that is more than 1.
 */
export function numberFiles(database: Database.Database): void {
  const columns = database.prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)');
  for (const { table, column, sql } of upgrades) {
    const known = columns.all(table).map(({ name }) => name);
    if (known.length > 0 && !known.includes(column)) database.exec(sql);
  }
  database.exec(applied);
  database.exec(running);
  database.exec(`DROP TABLE IF EXISTS automation_schema;
CREATE VIEW automation_schema AS SELECT user_version AS version FROM pragma_user_version;`);
}
