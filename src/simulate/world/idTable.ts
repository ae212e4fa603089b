/** 7 and `'7'` are one id; as a number it takes no room of its own. */
export type Id = string | number;

/** Values by id. */
export interface IdTable<T> {
  get(id: Id): T | undefined;
  set(id: Id, value: T): void;
  delete(id: Id): void;
  /** Numbers first, smallest first. */
  forEach(visit: (value: T, id: Id) => void): void;
}

/** Pages of 1,024. */
const pageBits = 10;
const pageSize = 1 << pageBits;
const placeMask = pageSize - 1;

/**
 * The CRM counts its ids up: numbers are found by their place in a page, and who came lately lies side by side, which is
 * far faster than a hash table of a million strings. Other ids have a map.
 */
export function createIdTable<T>(): IdTable<T> {
  let pages = emptyArray<(T | undefined)[]>(8);
  const others = new Map<string, T>();
  // An event asks for the same one several times.
  let lastId: Id = '';
  let lastNumber = -1;
  const numberOf = (id: Id): number => {
    if (id !== lastId) {
      lastNumber = numberIn(id);
      lastId = id;
    }
    return lastNumber;
  };
  // An array that is written far behind its end becomes a hash table.
  const pageFor = (at: number): (T | undefined)[] => {
    if (at >= pages.length) {
      const more = emptyArray<(T | undefined)[]>(2 ** Math.ceil(Math.log2(at + 1)));
      for (let index = 0; index < pages.length; index++) more[index] = pages[index];
      pages = more;
    }
    return (pages[at] ??= emptyArray<T>(pageSize));
  };
  return {
    get(id) {
      const number = numberOf(id);
      return number < 0 ? others.get(String(id)) : pages[number >> pageBits]?.[number & placeMask];
    },
    set(id, value) {
      const number = numberOf(id);
      if (number < 0) others.set(String(id), value);
      else pageFor(number >> pageBits)[number & placeMask] = value;
    },
    delete(id) {
      const number = numberOf(id);
      if (number < 0) others.delete(String(id));
      else if (pages[number >> pageBits] !== undefined) pageFor(number >> pageBits)[number & placeMask] = undefined;
    },
    forEach(visit) {
      pages.forEach((page, at) =>
        page?.forEach((value, place) => {
          if (value !== undefined) visit(value, (at << pageBits) + place);
        }),
      );
      others.forEach(visit);
    },
  };
}

/** Filled, so that all are of one kind for the engine: numbers alone, or holes, would make it another one. */
function emptyArray<T>(length: number): (T | undefined)[] {
  return new Array<T | undefined>(length).fill(undefined);
}

/** Up to a hundred million, written as numbers are; else -1. */
function numberIn(id: Id): number {
  if (typeof id === 'number') return Number.isInteger(id) && id >= 0 && id < 100_000_000 ? id : -1;
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
