/**
 * Values by key in front of a table: read when they are not known, written once, when they are flushed, however often they were set. What
 * is known may outlive a transaction, because only the holder of the lease writes the runner's tables; after a roll-back it must be forgotten.
 */
export interface Kept<V> {
  get(key: string): V;
  set(key: string, value: V): void;
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

/** `write` gets what the table holds now, when that is known. */
export function createKept<V>(
  read: (key: string) => V,
  write: (key: string, value: V, stored: V | typeof unread) => void,
): Kept<V> {
  const entries = new Map<string, Entry<V>>();
  let pending: Entry<V>[] = [];
  return {
    get(key) {
      const known = entries.get(key);
      if (known !== undefined) return known.value;
      const value = read(key);
      entries.set(key, { key, value, stored: value, isPending: false });
      return value;
    },
    set(key, value) {
      let entry = entries.get(key);
      if (entry === undefined) entries.set(key, (entry = { key, value, stored: unread, isPending: false }));
      else entry.value = value;
      if (entry.isPending) return;
      entry.isPending = true;
      pending.push(entry);
    },
    flush() {
      for (const entry of pending) {
        if (entry.value !== entry.stored) write(entry.key, entry.value, entry.stored);
        entry.stored = entry.value;
        entry.isPending = false;
      }
      pending = [];
    },
    forget() {
      entries.clear();
      pending = [];
    },
    get size() {
      return entries.size;
    },
  };
}
