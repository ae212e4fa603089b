import type Database from 'better-sqlite3';
import { FileProblem } from '../../../sqlite/problem.js';

/**
 * The store is of the environment that first opened it. Another one has other orders under the same ids: what waits would be done to them,
 * and read from where this one has read to. Throws `FileProblem`.
 */
export function requireEnvironment(database: Database.Database, file: string, environment: string): void {
  const find = database.prepare<[], string>('SELECT environment FROM belongs').pluck();
  if (find.get() === undefined)
    database.prepare('INSERT INTO belongs VALUES (1, ?) ON CONFLICT DO NOTHING').run(environment);
  const owner = find.get();
  if (owner === environment) return;
  throw new FileProblem(
    `The automation store ${file} belongs to the environment ${owner}, not to ${environment}: it was left as it is.`,
    `Name the store of ${environment} with --store, or the environment with -e. One that has got another name: docs/operations.md#upgrading.`,
  );
}
