/**
 * Values by key in front of a table: read when they are not known, written once, when they are flushed, however often they were set. What
 * is known may outlive a transaction, because only the holder of the lease writes the runner's tables; after a roll-back it must be forgotten.
 */
export interface Kept<V> {
  get(key: string): V;
  /** `stored`: what the table holds, where the caller knows. */
  set(key: string, value: V, stored?: V | typeof unread): void;
  /** Takes what somebody else has read. */
  learn(key: string, stored: V): void;
  /** What the table holds, when it is known. */
  stored(key: string): V | typeof unread;
  /** Writes what was set since the last time. */
  flush(): void;
  forget(): void;
  readonly size: number;
}

/** Not read: the table may hold anything. */
export const unread = Symbol('unread');

interface Entry<V> {
  readonly key: string;
  value: V;
  stored: V | typeof unread;
  isPending: boolean;
}

/** `write` gets what the table holds now, when that is known; what `isOver` is not kept once it is written: hardly anybody asks for it again. */
export function createKept<V>(
  read: (key: string) => V,
  write: (key: string, value: V, stored: V | typeof unread) => void,
  isOver: (value: V, key: string) => boolean = () => false,
): Kept<V> {
  const entries = new Map<string, Entry<V>>();
  let pending: Entry<V>[] = [];
  /** Who asks, asks again. */
  let last: Entry<V> | undefined;

  const find = (key: string): Entry<V> | undefined =>
    last !== undefined && last.key === key ? last : (last = entries.get(key));
  const add = (key: string, value: V, stored: V | typeof unread): Entry<V> => {
    last = { key, value, stored, isPending: false };
    entries.set(key, last);
    return last;
  };
  return {
    get(key) {
      const known = find(key);
      if (known !== undefined) return known.value;
      const value = read(key);
      return add(key, value, value).value;
    },
    set(key, value, stored = unread) {
      let entry = find(key);
      if (entry === undefined) entry = add(key, value, stored);
      else entry.value = value;
      if (entry.isPending) return;
      entry.isPending = true;
      pending.push(entry);
    },
    learn(key, stored) {
      if (find(key) === undefined) add(key, stored, stored);
    },
    stored(key) {
      const known = find(key);
      return known === undefined ? unread : known.stored;
    },
    flush() {
      for (const entry of pending) {
        if (entry.value !== entry.stored) write(entry.key, entry.value, entry.stored);
        entry.stored = entry.value;
        entry.isPending = false;
        if (isOver(entry.value, entry.key)) entries.delete(entry.key);
      }
      pending = [];
      last = undefined;
    },
    forget() {
      entries.clear();
      pending = [];
      last = undefined;
    },
    get size() {
      return entries.size;
    },
  };
}
