import type { EntityRecord } from '../engine/state.js';
import { createIdTable } from './idTable.js';

/** The records of one kind of entity by id. */
export interface RecordShelf {
  get(id: string): EntityRecord | undefined;
  /** Returns what it takes the place of. */
  put(id: string, record: EntityRecord): EntityRecord | undefined;
  ids(): readonly string[];
}

export function createRecordShelf(): RecordShelf {
  const records = createIdTable<EntityRecord>();
  // An event asks for the same one several times.
  let lastId = '';
  let last: EntityRecord | undefined;

  const get = (id: string): EntityRecord | undefined => {
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
    ids: records.ids,
  };
}
