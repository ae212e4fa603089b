import type Database from 'better-sqlite3';
import { formatInstant, instant } from '../../../model/instant.js';

type Value = string | number;

export function rowsOf<Row>(database: Database.Database, sql: string, values: readonly Value[] = []): Row[] {
  return database.prepare<Value[], Row>(sql).all(...values);
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
