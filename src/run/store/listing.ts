/**
 * Which ids stand under a key, in front of an index of the database. What moves is known at once, also before it is written; the index is
 * read when somebody asks.
 */
export interface Listing {
  of(key: string): readonly string[];
  /** An id goes from one key to another; `undefined`: it stands nowhere. */
  move(id: string, from: string | undefined, to: string | undefined): void;
  forget(): void;
}

interface Line {
  ids: readonly string[];
  isRead: boolean;
  /** What went away before the index was read. */
  gone: readonly string[];
}

export function createListing(read: (key: string) => readonly string[]): Listing {
  const lines = new Map<string, Line>();
  const lineOf = (key: string): Line => {
    let line = lines.get(key);
    if (line === undefined) lines.set(key, (line = { ids: none, isRead: false, gone: none }));
    return line;
  };
  return {
    of(key) {
      const line = lineOf(key);
      if (line.isRead) return line.ids;
      const { ids, gone } = line;
      const others = read(key).filter((id) => !gone.includes(id) && !ids.includes(id));
      line.ids = ids.length === 0 ? others : [...others, ...ids];
      line.isRead = true;
      line.gone = none;
      return line.ids;
    },
    move(id, from, to) {
      if (from === to) return;
      if (from !== undefined) {
        const left = lineOf(from);
        left.ids = without(left.ids, id);
        if (!left.isRead) left.gone = withOne(left.gone, id);
      }
      if (to === undefined) return;
      const entered = lineOf(to);
      entered.ids = withOne(entered.ids, id);
    },
    forget: () => lines.clear(),
  };
}

const none: readonly never[] = [];

function withOne(ids: readonly string[], id: string): readonly string[] {
  return ids.length === 0 ? [id] : ids.includes(id) ? ids : [...ids, id];
}

function without(ids: readonly string[], id: string): readonly string[] {
  if (!ids.includes(id)) return ids;
  return ids.length === 1 ? none : ids.filter((each) => each !== id);
}
