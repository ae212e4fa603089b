import type Database from 'better-sqlite3';
import { formatInstant, instant } from '../../../model/instant.js';

type Value = string | number;

/** Rows of the runner's tables; none before the runner first ran. */
export function rowsOf<Row>(database: Database.Database, table: string, sql: string, values: readonly Value[]): Row[] {
  const found = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table);
  return found === undefined ? [] : database.prepare<Value[], Row>(sql).all(...values);
}

/** Conditions that narrow, joined by AND, with their values; those without a value fall away. */
export function narrow(conditions: readonly (readonly [sql: string, value: Value | undefined])[]): {
  readonly where: string;
  readonly values: readonly Value[];
} {
  const given = conditions.filter(([, value]) => value !== undefined);
  return {
    where: given.length === 0 ? '1' : given.map(([sql]) => sql).join(' AND '),
    values: given.map(([, value]) => value!), // filtered above
  };
}

export function momentOf(milliseconds: number): string {
  return formatInstant(instant(milliseconds));
}
