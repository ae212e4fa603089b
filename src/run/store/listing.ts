/**
 * Which ids stand under a key, in front of an index of the database. What moves is known at once, also before it is written; the index is
 * read when somebody asks.
 */
export interface Listing {
  of(key: string): ReadonlySet<string>;
  /** An id goes from one key to another; `undefined`: it stands nowhere. */
  move(id: string, from: string | undefined, to: string | undefined): void;
  forget(): void;
}

interface Line {
  readonly ids: Set<string>;
  /** What went away before the index was read; afterwards there is none. */
  gone: Set<string> | undefined;
}

export function createListing(read: (key: string) => readonly string[]): Listing {
  const lines = new Map<string, Line>();
  const lineOf = (key: string): Line => {
    let line = lines.get(key);
    if (line === undefined) lines.set(key, (line = { ids: new Set(), gone: new Set() }));
    return line;
  };
  return {
    of(key) {
      const line = lineOf(key);
      if (line.gone !== undefined) {
        for (const id of read(key)) if (!line.gone.has(id)) line.ids.add(id);
        line.gone = undefined;
      }
      return line.ids;
    },
    move(id, from, to) {
      if (from === to) return;
      if (from !== undefined) {
        const left = lineOf(from);
        left.ids.delete(id);
        left.gone?.add(id);
      }
      if (to === undefined) return;
      const entered = lineOf(to);
      entered.ids.add(id);
      entered.gone?.delete(id);
    },
    forget: () => lines.clear(),
  };
}
