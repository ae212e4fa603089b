import type Database from 'better-sqlite3';
import type { EngineState } from '../../engine/index.js';
import { sqliteInstances } from './sqliteInstances.js';
import { sqliteMemory } from './sqliteMemory.js';
import { sqliteTimers } from './sqliteTimers.js';
import { sqliteWorld } from './sqliteWorld.js';

/** A part that knows more than this is emptied: a pass that touches more is rare, and reads again. */
const mostKept = 20_000;
/** So many changes may pass before it is looked whether something became too big. */
const changesAtOnce = 100;

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
  const timers = sqliteTimers(database, instances.isNew);
  const memory = sqliteMemory(database);
  const parts = [world, instances, timers, memory];

  const flush = (): void => {
    for (const part of parts) part.flush();
    isOpen = false;
    trim();
  };
  const isFull = (): boolean => parts.some((part) => part.size() > mostKept);
  /** Only what is written may be forgotten, and all at once: parts rely on each other. */
  function trim(): void {
    if (isFull()) forget();
  }
  function forget(): void {
    for (const part of parts) part.forget();
    isOpen = false;
  }
  function makeRoom(): void {
    if (isFull()) flush();
  }
  /** Something was changed, within a transaction, and is not written yet. */
  let isOpen = false;
  let changes = 0;
  const mayChange = (): void => {
    // Outside of a transaction nobody would write it.
    if (!isOpen && !database.inTransaction) throw new Error('The state changes only within a transaction.');
    if (++changes % changesAtOnce === 0) makeRoom();
    isOpen = true;
  };
  const changing =
    <V>(write: (value: V) => void) =>
    (value: V): void => {
      mayChange();
      write(value);
    };
  const changingNamed =
    <V>(write: (name: string, value: V) => void) =>
    (name: string, value: V): void => {
      mayChange();
      write(name, value);
    };
  return {
    ...instances.state,
    ...timers.state,
    ...memory.state,
    world: {
      ...world.state,
      put(kind, id, record) {
        mayChange();
        world.state.put(kind, id, record);
      },
      setSegments: changingNamed(world.state.setSegments),
    },
    save: changing(instances.state.save),
    arm: changing(timers.state.arm),
    disarm: changing(timers.state.disarm),
    use: changingNamed(memory.state.use),
    countEntry(trigger, key, at, since) {
      mayChange();
      memory.state.countEntry(trigger, key, at, since);
    },
    setMemo: changingNamed(memory.state.setMemo),
    flush,
    forget,
  };
}
