import type { EntityRecord } from '../engine/state.js';
import { createIdTable } from './idTable.js';

/** The records of one kind of entity by id. */
export interface RecordShelf {
  get(id: string): EntityRecord | undefined;
  put(id: string, record: EntityRecord): void;
  ids(): readonly string[];
}

interface Cell {
  readonly id: string;
  record: EntityRecord;
}

export function createRecordShelf(): RecordShelf {
  const cells = createIdTable<Cell>();
  // An event asks for the same one several times.
  let last: Cell | undefined;

  const find = (id: string): Cell | undefined => {
    if (last !== undefined && last.id === id) return last;
    const cell = cells.get(id);
    if (cell !== undefined) last = cell;
    return cell;
  };
  return {
    get: (id) => find(id)?.record,
    put(id, record) {
      const known = find(id);
      if (known === undefined) cells.set(id, (last = { id, record }));
      else known.record = record;
    },
    ids: () => cells.values().map(({ id }) => id),
  };
}
