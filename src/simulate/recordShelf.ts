import type { EntityRecord } from '../engine/state.js';

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

type Page = (Cell | undefined)[];

const pageSize = 1024;

/**
 * The CRM counts its ids up: numbers are found by their place in a page, and who came lately lies side by side, which is
 * far faster than a hash table of a million strings. Other ids have a map.
 */
export function createRecordShelf(): RecordShelf {
  const pages: (Page | undefined)[] = [];
  const others = new Map<string, Cell>();
  // An event asks for the same one several times.
  let last: Cell | undefined;

  const find = (id: string): Cell | undefined => {
    if (last !== undefined && last.id === id) return last;
    const number = numberOf(id);
    const cell = number < 0 ? others.get(id) : pages[Math.floor(number / pageSize)]?.[number % pageSize];
    if (cell !== undefined) last = cell;
    return cell;
  };
  const add = (cell: Cell): void => {
    last = cell;
    const number = numberOf(cell.id);
    if (number < 0) others.set(cell.id, cell);
    else (pages[Math.floor(number / pageSize)] ??= new Array<undefined>(pageSize))[number % pageSize] = cell;
  };
  return {
    get: (id) => find(id)?.record,
    put(id, record) {
      const known = find(id);
      if (known === undefined) add({ id, record });
      else known.record = record;
    },
    ids: () =>
      [...pages.flatMap((page) => page?.filter((cell) => cell !== undefined) ?? []), ...others.values()].map(
        ({ id }) => id,
      ),
  };
}

/** Up to a hundred million, written as numbers are; else -1. */
function numberOf(id: string): number {
  const { length } = id;
  if (length === 0 || length > 8 || (length > 1 && id.charCodeAt(0) === 48)) return -1;
  let number = 0;
  for (let index = 0; index < length; index++) {
    const digit = id.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}
