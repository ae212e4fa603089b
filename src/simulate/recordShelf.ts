import type { EntityRecord } from '../engine/state.js';
import { createIdTable, type Id } from './idTable.js';

/** The records of one kind of entity by id. */
export interface RecordShelf {
  get(id: Id): EntityRecord | undefined;
  /** Returns what it takes the place of. */
  put(id: string, record: EntityRecord): EntityRecord | undefined;
  forEach(visit: (record: EntityRecord, id: Id) => void): void;
}

export function createRecordShelf(): RecordShelf {
  const records = createIdTable<EntityRecord>();
  // An event asks for the same one several times.
  let lastId: Id = '';
  let last: EntityRecord | undefined;

  const get = (id: Id): EntityRecord | undefined => {
    if (id !== lastId) {
      last = records.get(id);
      lastId = id;
    }
    return last;
  };
  return {
    get,
    put(id, record) {
      const before = get(id);
      records.set(id, record);
      last = record;
      return before;
    },
    forEach: records.forEach,
  };
}
