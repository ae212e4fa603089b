import type Database from 'better-sqlite3';
import type { EngineState } from '../../engine/index.js';
import { sqliteInstances } from './sqliteInstances.js';
import { sqliteMemory } from './sqliteMemory.js';
import { sqliteTimers } from './sqliteTimers.js';
import { sqliteWorld } from './sqliteWorld.js';

/** A part that knows more than this is emptied: a pass that touches more is rare, and reads again. */
const mostKept = 20_000;

/**
 * Engine state in SQLite. What a transaction changes is kept until `flush`, which it must call before its end, and then written once. `forget`
 * drops all that is known: call it after every roll-back, and when somebody else may have written.
 */
export interface SqliteState extends EngineState {
  flush(): void;
  forget(): void;
}

export function createSqliteState(database: Database.Database): SqliteState {
  const world = sqliteWorld(database, makeRoom);
  const instances = sqliteInstances(database);
  const timers = sqliteTimers(database);
  const memory = sqliteMemory(database);
  const parts = [world, instances, timers, memory];

  const flush = (): void => {
    for (const part of parts) part.flush();
    trim();
  };
  /** Only what is written may be forgotten, and all at once: parts rely on each other. */
  function trim(): void {
    if (parts.some((part) => part.size() > mostKept)) for (const part of parts) part.forget();
  }
  function makeRoom(): void {
    if (parts.some((part) => part.size() > mostKept)) flush();
  }
  /** Outside of a transaction nobody would write it. */
  const changing =
    <A extends readonly unknown[]>(write: (...args: A) => void) =>
    (...args: A): void => {
      if (!database.inTransaction) throw new Error('The state changes only within a transaction.');
      makeRoom();
      write(...args);
    };
  return {
    ...instances.state,
    ...timers.state,
    ...memory.state,
    world: {
      ...world.state,
      put: changing(world.state.put),
      setSegments: changing(world.state.setSegments),
    },
    save: changing(instances.state.save),
    arm: changing(timers.state.arm),
    disarm: changing(timers.state.disarm),
    use: changing(memory.state.use),
    setMemo: changing(memory.state.setMemo),
    flush,
    forget() {
      for (const part of parts) part.forget();
    },
  };
}
