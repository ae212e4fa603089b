import type Database from 'better-sqlite3';
import type { Instant } from '../../../model/instant.js';
import type { CommandState, OperatorCommand } from '../../../model/operations.js';
import { momentOf } from './runnerTables.js';

interface Row {
  readonly position: number;
  readonly document: string;
  readonly received_at: number;
  readonly done_at: number | null;
  readonly affected: string;
}

/** What operators said, in order; the runner alone writes its tables, so it takes them before anything else. */
export interface CommandQueue {
  add(command: OperatorCommand): CommandState;
  find(id: number): CommandState | undefined;
  /** Those that the runner has not taken, oldest first. */
  open(): readonly CommandState[];
  /** The runner has done it. */
  close(id: number, affected: readonly string[]): void;
}

export function commandQueue(database: Database.Database, now: () => Instant): CommandQueue {
  const insert = database.prepare('INSERT INTO commands (document, received_at, affected) VALUES (?, ?, ?)');
  const select = database.prepare<[number], Row>('SELECT * FROM commands WHERE position = ?');
  const open = database.prepare<[], Row>('SELECT * FROM commands WHERE done_at IS NULL ORDER BY position');
  const close = database.prepare('UPDATE commands SET done_at = ?, affected = ? WHERE position = ?');
  const find = (id: number): CommandState | undefined => {
    const row = select.get(id);
    return row && stateOf(row);
  };
  return {
    add: (command) => find(Number(insert.run(JSON.stringify(command), now(), '[]').lastInsertRowid))!, // just put there
    find,
    open: () => open.all().map(stateOf),
    close: (id, affected) => void close.run(now(), JSON.stringify(affected), id),
  };
}

function stateOf({ position, document, received_at: received, done_at: done, affected }: Row): CommandState {
  return {
    id: position,
    command: JSON.parse(document) as OperatorCommand, // checked when it came in
    receivedAt: momentOf(received),
    doneAt: done === null ? null : momentOf(done),
    affected: JSON.parse(affected) as string[],
  };
}
