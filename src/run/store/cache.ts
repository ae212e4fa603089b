/**
 * What was read or written, by key. It may outlive a transaction, because only the holder of the lease writes the runner's tables; after
 * a roll-back it must be forgotten.
 */
export interface Cache<V> {
  /** The value, read when it is not known. */
  get(key: string, read: () => V): V;
  /** The value if it is known. */
  known(key: string): V | undefined;
  set(key: string, value: V): void;
  drop(key: string): void;
  forget(): void;
}

/** Emptied when it is full: a pass that touches more is rare, and reads again. */
export function createCache<V>(size: number): Cache<V> {
  const known = new Map<string, { readonly value: V }>();
  const set = (key: string, value: V): V => {
    if (known.size >= size) known.clear();
    known.set(key, { value });
    return value;
  };
  return {
    get: (key, read) => {
      const found = known.get(key);
      return found === undefined ? set(key, read()) : found.value;
    },
    known: (key) => known.get(key)?.value,
    set: (key, value) => void set(key, value),
    drop: (key) => void known.delete(key),
    forget: () => known.clear(),
  };
}
